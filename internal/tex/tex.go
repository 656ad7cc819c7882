// Package tex turns TeX formulas into HTML with MathML on the server.
//
// KaTeX runs inside goja; its inline style attributes, which a strict content
// security policy forbids, become classes whose rules stand in one style sheet
// made ahead (see StyleSheet). The sheet does not depend on the formulas.
//
// Macros besides those of KaTeX: \E is 𝔼; \Var, \Cov, \SE, \bias, \MSE and \KL
// are operator names. \ctl{m}{x} sets the formula x inside an element with
// data-control="m", the symbol of a control of the lab; \ink{c1}{x} inside one with
// data-ink="c1", the colour that x has in the figures.
package tex

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/dop251/goja"
)

// program defines render(tex, display) over the library; a fresh object of
// macros per call keeps \gdef of one formula away from the next. What KaTeX
// would only warn of (letters without metrics, Cyrillic outside \text) is an
// error, since on a page nobody would see the warning.
const program = `
var warnings = [];
var console = {warn: function (m) { warnings.push(m); }, log: function () {}, error: function (m) { warnings.push(m); }};
function render(tex, display) {
	warnings = [];
	var html = katex.renderToString(tex, {
		displayMode: display,
		throwOnError: true,
		maxSize: 20,
		macros: {
			"\\E": "\\mathbb{E}",
			"\\Var": "\\operatorname{Var}",
			"\\Cov": "\\operatorname{Cov}",
			"\\SE": "\\operatorname{SE}",
			"\\bias": "\\operatorname{bias}",
			"\\MSE": "\\operatorname{MSE}",
			"\\KL": "\\operatorname{KL}",
			"\\ctl": "\\htmlData{control=#1}{#2}",
			"\\ink": "\\htmlData{ink=#1}{#2}"
		},
		trust: function (c) {
			var names = Object.keys(c.attributes);
			return c.command === "\\htmlData" && /^data-(control|ink)$/.test(names.join()) &&
				/^[A-Za-z0-9_]+$/.test(c.attributes[names[0]]);
		},
		strict: function (code) {
			return code === "htmlExtension" || code === "newLineInDisplayMode" ? "ignore" : "error";
		}
	});
	if (warnings.length > 0) throw new Error(warnings.join("; "));
	return html;
}
`

// Renderer renders formulas. It is safe for concurrent use. It remembers every
// formula that it has rendered and is meant for the formulas of the book and
// the program, not for text typed by readers.
type Renderer struct {
	mu     sync.Mutex // guards the virtual machine, which is not safe for concurrent use, and done
	render goja.Callable
	vm     *goja.Runtime
	done   map[formula]string
}

type formula struct {
	tex     string
	display bool
}

// New returns a Renderer that runs katexJS, the text of KaTeX's script. It
// returns an error if the script does not run.
func New(katexJS string) (*Renderer, error) {
	vm := goja.New()
	for _, src := range []string{katexJS, program} {
		if _, err := vm.RunString(src); err != nil {
			return nil, fmt.Errorf("tex: start KaTeX: %w", err)
		}
	}
	render, ok := goja.AssertFunction(vm.Get("render"))
	if !ok {
		return nil, errors.New("tex: start KaTeX: render is not a function")
	}
	return &Renderer{render: render, vm: vm, done: map[formula]string{}}, nil
}

// Render returns the HTML of a formula, in display style if display is set. It
// holds no style attributes. The error of a formula that does not parse quotes
// the formula and KaTeX's message.
func (r *Renderer) Render(tex string, display bool) (html string, err error) {
	f := formula{strings.TrimSpace(tex), display}
	r.mu.Lock()
	defer r.mu.Unlock()
	if html, ok := r.done[f]; ok {
		return html, nil
	}
	v, err := r.render(goja.Undefined(), r.vm.ToValue(f.tex), r.vm.ToValue(f.display))
	if err != nil {
		return "", fmt.Errorf("tex: %q: %s", f.tex, message(err))
	}
	html, err = withClasses(v.String())
	if err != nil {
		return "", fmt.Errorf("tex: %q: %w", f.tex, err)
	}
	r.done[f] = html
	return html, nil
}

// message returns what KaTeX said, without the stack of the script.
func message(err error) string {
	var exception *goja.Exception
	if !errors.As(err, &exception) {
		return err.Error()
	}
	if o, ok := exception.Value().(*goja.Object); ok {
		if m := o.Get("message"); m != nil {
			return m.String()
		}
	}
	return exception.Value().String()
}
