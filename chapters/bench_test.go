package chapters_test

import (
	"fmt"
	"net/url"
	"testing"
)

// worst are the states of each lab that cost most.
var worst = map[string]string{
	"descent":      "kappa=1000&rate=0.0001&steps=5000",
	"estimator":    "distribution=student3&m=80&repeats=50000&statistic=mean",
	"crossval":     "data=diabetes&k=441&repeats=237",
	"bias":         "estimator=var_m1&m=1000&repeats=100000",
	"intervals":    "distribution=student3&m=1000&repeats=10000",
	"compare":      "pa=0.5&pb=0.5&m=10000",
	"tradeoff":     "m=200&degree=15&features=800&repeats=20000&lambda=0.01",
	"conditioning": "n=14&draws=1000&solver=svd",
	"consistency":  "estimator=median&m_max=100000&paths=10000",
	"likelihood":   "family=laplace&m=10000",
	"pca":          "data=digits&k=64&standardize=true",
	"regression":   "m=200&repeats=500&show=squares&answer=true",
	"sgd":          "batch=1&steps=512000&m=1000&target=0.2&schedule=constant&rate=0.01",
	"crossentropy": "data=overlapping&m=25&steps=1000000",
	"bernoulli":    "output=sigmoid_mse&rate=0.01&steps=10000&z0=-30",
	"softmax":      "z=-10000,1,2,3,4,5,6,10000&temperature=0.01&target=7",
	"stability":    "z=10000,9999,1,-1,3,-10000,2,9998&precision=float64&m=400",
	"kinks":        "data=digits&epochs=33&scale=0&width=16",
	"saturation":   "unit=sigmoid&depth=30&width=64&steps=32",
	"backprop":     worstGraph(),
	"svm":          "data=xor&kernel=rbf&m=2000&noise=1&gamma=20&C=100",
	"rectifiers":   "data=digits&steps=300&unit=gelu&width=48&rate=0.5",
}

// BenchmarkRun computes a state and draws all its figures: the default, which may take
// 30 ms with its main figure, and the worst, which may take 5 s of one core.
func BenchmarkRun(b *testing.B) {
	for _, x := range experiments() {
		id := x.Info().ID
		for name, query := range map[string]string{"default": "", "worst": worst[id]} {
			s := parse(b, x, query)
			b.Run(id+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if _, err := x.Run(b.Context(), s, tables()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkPNG rasterises the main figure of the default state: what a download costs
// besides.
func BenchmarkPNG(b *testing.B) {
	for _, x := range experiments() {
		figure := run(b, x, "").Figures[0].Figure
		b.Run(x.Info().ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := figure.PNG(false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// worstGraph is an expression of nearly as many nodes as there may be, each deep in the next.
func worstGraph() string {
	text := "x"
	for i := range 48 {
		text = fmt.Sprintf("(%s)*y+x/%d", text, i+2)
	}
	return "expr=" + url.QueryEscape(text) + "&values=" + url.QueryEscape("x=0.5,y=0.9")
}
