package server_test

import (
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// decoded is a JSON value with its numbers as written.
func decoded(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// compiler knows the API's own description under the name openapi.json.
func compiler(t *testing.T) (*jsonschema.Compiler, any) {
	t.Helper()
	doc := decoded(t, fetch(t, http.MethodGet, "/api/openapi.json").body)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return c, doc
}

// The description is an OpenAPI 3.1 document by the schema that the OpenAPI Initiative
// publishes.
func TestOpenAPIDocument(t *testing.T) {
	src, err := os.ReadFile("testdata/oas/schema-2022-10-07.json")
	if err != nil {
		t.Fatal(err)
	}
	c, doc := compiler(t)
	const id = "https://spec.openapis.org/oas/3.1/schema/2022-10-07"
	if err := c.AddResource(id, decoded(t, string(src))); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
	doc.(map[string]any)["info"] = "a text"
	if schema.Validate(doc) == nil {
		t.Error("the validator accepts anything")
	}
}

// described is the schema that the document gives for an answer.
func described(t *testing.T, c *jsonschema.Compiler, path, status, kind string) *jsonschema.Schema {
	t.Helper()
	escape := strings.NewReplacer("~", "~0", "/", "~1").Replace
	at := "openapi.json#/paths/" + url.PathEscape(escape(path)) + "/get/responses/" + status + "/content/" + url.PathEscape(escape(kind)) + "/schema"
	schema, err := c.Compile(at)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return schema
}

// What the API answers, to a good request and to a bad one, is what the document says,
// in the default state and in states where fields are null or of another length.
func TestAnswersKeepTheContract(t *testing.T) {
	c, _ := compiler(t)
	for code, addresses := range map[int][]string{
		http.StatusOK: {
			"/api/labs", "/api/labs/bias", "/api/labs/bias?estimator=normal_mean&m=2", "/api/labs/bias?estimator=uniform_max&repeats=100",
			"/api/labs/tradeoff", "/api/labs/tradeoff?degree=15&truth=runge&noise=0", "/api/labs/tradeoff?m=5",
			"/api/labs/pca", "/api/labs/pca?data=iris&k=2&standardize=true", "/api/labs/pca?data=digits&k=3",
		},
		http.StatusBadRequest: {
			"/api/labs/bias?m=1&foo=2", "/api/labs/tradeoff?m=10&degree=12", "/api/labs/pca?k=99", "/api/labs/pca?rho=0,5", "/api/labs/pca?data=own&k=",
		},
	} {
		for _, at := range addresses {
			path, _, _ := strings.Cut(at, "?")
			r := fetch(t, http.MethodGet, at)
			schema := described(t, c, path, strconv.Itoa(code), r.header.Get("Content-Type"))
			if err := schema.Validate(decoded(t, r.body)); r.code != code || err != nil {
				t.Errorf("%s: code %d, want %d; %v", at, r.code, code, err)
			}
		}
	}
}

// Every lab and figure in every format is described, with every parameter, whose schema
// is a schema that its default satisfies; no two operations have one name.
func TestOpenAPIIsComplete(t *testing.T) {
	c, doc := compiler(t)
	paths := doc.(map[string]any)["paths"].(map[string]any)
	for _, want := range []string{"/api/labs", "/api/labs/bias", "/api/labs/tradeoff/ucurve.png", "/api/labs/pca/digits.csv", "/api/labs/pca/cloud.svg"} {
		if paths[want] == nil {
			t.Errorf("%s is not described", want)
		}
	}
	var names []string
	for path, item := range paths {
		operation := item.(map[string]any)["get"].(map[string]any)
		names = append(names, operation["operationId"].(string))
		parameters, _ := operation["parameters"].([]any)
		if path != "/api/labs" && len(parameters) < 2 {
			t.Errorf("%s: %d parameters", path, len(parameters))
		}
		for i, p := range parameters {
			p := p.(map[string]any)
			schema, err := c.Compile("openapi.json#/paths/" + url.PathEscape(strings.ReplaceAll(path, "/", "~1")) + "/get/parameters/" + strconv.Itoa(i) + "/schema")
			if err != nil {
				t.Fatalf("%s: %v: %v", path, p["name"], err)
			}
			if err := schema.Validate(p["schema"].(map[string]any)["default"]); err != nil {
				t.Errorf("%s: the default of %v: %v", path, p["name"], err)
			}
		}
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != len(paths) {
		t.Error("two operations have one name")
	}
}
