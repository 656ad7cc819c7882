package server

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"konspekt/components"
	"konspekt/internal/markdown"
)

// code shows the source of a lab: «Как это посчитано».
func (s *server) code(c echo.Context) error {
	section, x, err := s.experiment(c.Param("id"))
	if err != nil {
		return err
	}
	info := x.Info()
	page, err := s.page(c, "Как это посчитано: "+info.Title, "Исходный текст лаборатории «"+info.Title+"» на Go.", "")
	if err != nil {
		return err
	}
	var sources []components.Source
	for _, ref := range info.Source {
		src, err := declaration(s.Source, ref)
		if err != nil {
			return err
		}
		name := strings.Replace(ref, "#", ", ", 1)
		sources = append(sources, components.Source{Name: name, HTML: markdown.HighlightGo(src)})
	}
	return s.html(c, http.StatusOK, components.Code(page, section.URL(), sources))
}

var errNoDeclaration = errors.New("server: no such declaration")

// declaration finds a piece of the program by its reference: a file, "compute/pca/pca.go",
// or a function, method or type in it with its comment, "compute/pca/pca.go#Fit".
func declaration(fsys fs.FS, ref string) (string, error) {
	name, ident, part := strings.Cut(ref, "#")
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return "", fmt.Errorf("server: source %s: %w", ref, err)
	}
	if !part {
		return string(src), nil
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments)
	if err != nil {
		return "", fmt.Errorf("server: source %s: %w", ref, err)
	}
	for _, d := range file.Decls {
		if declares(d, ident) {
			var out bytes.Buffer
			err := (&printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 4}).Fprint(&out, fset, &printer.CommentedNode{Node: d, Comments: file.Comments})
			return out.String(), err
		}
	}
	return "", fmt.Errorf("%w: %s", errNoDeclaration, ref)
}

func declares(d ast.Decl, ident string) bool {
	switch d := d.(type) {
	case *ast.FuncDecl:
		return d.Name.Name == ident
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if t, ok := spec.(*ast.TypeSpec); ok && t.Name.Name == ident {
				return true
			}
		}
	}
	return false
}

// figure shows one figure of a state with its data as a table.
func (s *server) figure(c echo.Context) error {
	section, x, err := s.experiment(c.Param("id"))
	if err != nil {
		return err
	}
	a, err := s.run(c, x, form(c.QueryParams()))
	if err != nil {
		return err
	}
	d, ok := a.Figure(c.Param("figure"))
	if !ok {
		return errNoFigure
	}
	page, err := s.page(c, d.Title+": "+x.Info().Title, d.Desc, "")
	if err != nil {
		return err
	}
	base, query := figureURL(a.State, d.ID)
	back := section.URL() + query
	if section.Labs[0].Info().ID != a.State.Lab {
		back = section.URL() + "?" + strings.TrimSuffix("lab="+a.State.Lab+"&"+a.State.Query, "&")
	}
	return s.html(c, http.StatusOK, components.FigurePage(page, components.Figure{Drawn: d, API: base, Query: query}, back))
}
