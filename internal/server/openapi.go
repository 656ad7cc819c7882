package server

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"konspekt/internal/lab"
)

// object is a JSON object of the OpenAPI document; its keys are written sorted.
type object map[string]any

// openAPI describes the API as OpenAPI 3.1, made from the declarations of the labs and
// from the shape of their default results.
func (s *server) openAPI(c echo.Context) error {
	paths := object{
		"/api/labs": object{"get": operation("listLabs", "Список лабораторий", nil, response("Лаборатории и их параметры", object{"type": "object"}))},
	}
	for _, section := range s.sections {
		for _, x := range section.Labs {
			a, err := s.run(c, x, lab.Query{})
			if err != nil {
				return err
			}
			result, err := shape(a.Result)
			if err != nil {
				return err
			}
			describePaths(paths, x.Info(), result)
		}
	}
	return s.json(c, http.StatusOK, echo.MIMEApplicationJSON, object{
		"openapi": "3.1.0",
		"info": object{"title": "Живой конспект", "version": "1", "description": "Лаборатории книги для программ. Одинаковый запрос — одинаковый ответ, байт в байт.",
			"license": object{"name": "MIT", "identifier": "MIT"}},
		"servers":    []object{{"url": "/"}},
		"paths":      paths,
		"components": object{"schemas": object{"Problem": problemSchema()}},
	})
}

func describePaths(paths object, info lab.Info, result object) {
	params := []object{}
	for i, c := range info.Controls {
		p := object{"name": c.Name, "in": "query", "required": false,
			"description": c.Label + ". " + c.Help, "schema": parameterSchema(c, info.Defaults[i])}
		if c.Kind == lab.KindList {
			p["style"], p["explode"] = "form", false // one value, commas between the numbers
		}
		params = append(params, p)
	}
	base := "/api/labs/" + info.ID
	str := object{"type": "string"}
	figure := object{"type": "object", "required": []string{"id", "title", "desc", "svg", "png", "csv"},
		"properties": object{"id": str, "title": str, "desc": str, "svg": str, "png": str, "csv": str}}
	reply := object{"type": "object", "required": []string{"lab", "section", "params", "result", "figures"},
		"properties": object{"lab": str, "section": str, "params": object{"type": "object"}, "result": result,
			"figures": object{"type": "array", "items": figure}}}
	paths[base] = object{"get": operation(info.ID, info.Title, params, response("Параметры, результат и рисунки", reply))}
	for _, f := range info.Figures {
		for ext, kind := range map[string]string{"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"} {
			ok := object{"description": f.Title, "content": object{kind: object{"schema": str}}}
			paths[base+"/"+f.ID+"."+ext] = object{"get": operation(info.ID+"-"+f.ID+"-"+ext, f.Title, params, ok)}
		}
	}
}

func operation(id, summary string, params []object, ok object) object {
	op := object{"operationId": id, "summary": summary, "responses": object{"200": ok,
		"400": object{"description": "Параметр не подходит", "content": object{"application/problem+json": object{"schema": object{"$ref": "#/components/schemas/Problem"}}}}}}
	if params != nil {
		op["parameters"] = params
	}
	return op
}

func response(description string, schema object) object {
	return object{"description": description, "content": object{"application/json": object{"schema": schema}}}
}

// pointsPattern is what a list of points looks like: «x:y:label;x:y:label».
const pointsPattern = `^([^:;]+:[^:;]+(:[^:;]+)?(;[^:;]+:[^:;]+(:[^:;]+)?)*)?$`

func parameterSchema(c lab.Control, def lab.Value) object {
	s := object{"default": json.RawMessage(def.JSON)}
	switch c.Kind {
	case lab.KindInt, lab.KindSeed:
		s["type"], s["minimum"], s["maximum"] = "integer", c.Min, c.Max
	case lab.KindFloat:
		s["type"], s["minimum"], s["maximum"] = "number", c.Min, c.Max
	case lab.KindBool:
		s["type"] = "boolean"
	case lab.KindPoints:
		s["type"], s["pattern"] = "string", pointsPattern
	case lab.KindList:
		s["type"], s["items"] = "array", object{"type": "number", "minimum": c.Min, "maximum": c.Max}
		s["minItems"], s["maxItems"] = c.MinItems, c.MaxItems
	case lab.KindText:
		s["type"], s["maxLength"] = "string", c.MaxLength
	default:
		values := []string{}
		for _, choice := range c.Choices {
			values = append(values, choice.Value)
		}
		s["type"], s["enum"] = "string", values
	}
	return s
}

func problemSchema() object {
	str := object{"type": "string"}
	num := object{"type": "number"}
	item := object{"type": "object", "required": []string{"parameter", "value", "reason"}, "properties": object{
		"parameter": str, "value": str, "reason": str, "min": num, "max": num, "choices": object{"type": "array", "items": str}}}
	return object{"type": "object", "required": []string{"type", "title", "status"}, "properties": object{
		"type": str, "title": str, "status": object{"type": "integer"}, "detail": str, "errors": object{"type": "array", "items": item}}}
}

// shape is the JSON Schema of a value like the given one. A number may be null: what
// is not finite, or does not exist in a state, is.
func shape(raw json.RawMessage) (object, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	o := shapeOf(v)
	if fields, ok := v.(map[string]any); ok { // those inside may differ from state to state
		o["required"] = slices.Sorted(maps.Keys(fields))
	}
	return o, nil
}

func shapeOf(v any) object {
	switch v := v.(type) {
	case map[string]any:
		properties := object{}
		for name, x := range v {
			properties[name] = shapeOf(x)
		}
		return object{"type": "object", "properties": properties}
	case []any:
		if len(v) == 0 {
			return object{"type": []string{"array", "null"}}
		}
		return object{"type": []string{"array", "null"}, "items": shapeOf(v[0])}
	case string:
		return object{"type": "string"}
	case bool:
		return object{"type": "boolean"}
	}
	return object{"type": []string{"number", "null"}}
}
