package output_test

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/diff/fd"

	"konspekt/compute/output"
)

func TestGaussianReference(t *testing.T) {
	for _, c := range cases(t, "gaussian_output") {
		var in struct {
			Y, Mu    []float64
			LogSigma []float64 `json:"log_sigma"`
		}
		read(t, c.Input, &in)
		var nll, mu, logSigma []float64
		read(t, c.Expected["nll"], &nll)
		read(t, c.Expected["grad_mu_of_sum"], &mu)
		read(t, c.Expected["grad_log_sigma_of_sum"], &logSigma)
		for i, y := range in.Y {
			dMu, dLogSigma := output.GaussianGradient(y, in.Mu[i], in.LogSigma[i])
			c.compare(t, "nll", i, output.GaussianNLL(y, in.Mu[i], in.LogSigma[i]), nll[i])
			c.compare(t, "grad_mu", i, dMu, mu[i])
			c.compare(t, "grad_log_sigma", i, dLogSigma, logSigma[i])
		}
	}
}

func TestMixtureReference(t *testing.T) {
	for _, c := range cases(t, "mixture_density_output") {
		var in struct {
			Y          []float64
			Logits, Mu [][]float64
			LogSigma   [][]float64 `json:"log_sigma"`
		}
		read(t, c.Input, &in)
		var nll []float64
		read(t, c.Expected["nll"], &nll)
		want := map[string][][]float64{}
		for _, name := range []string{"responsibilities", "grad_logits_of_sum", "grad_mu_of_sum", "grad_log_sigma_of_sum"} {
			var rows [][]float64
			read(t, c.Expected[name], &rows)
			want[name] = rows
		}
		for i, y := range in.Y {
			m := output.Mixture{Logits: in.Logits[i], Mu: in.Mu[i], LogSigma: in.LogSigma[i]}
			c.compare(t, "nll", i, m.NLL(y), nll[i])
			g := m.Gradient(y)
			got := map[string][]float64{"responsibilities": m.Responsibilities(nil, y), "grad_logits_of_sum": g.Logits,
				"grad_mu_of_sum": g.Mu, "grad_log_sigma_of_sum": g.LogSigma}
			for name, rows := range want {
				for j, w := range rows[i] {
					c.compare(t, name, 10*i+j, got[name][j], w)
				}
			}
		}
	}
}

// The loss of a free width has no minimum: at μ = y it falls by 1 with every unit of log σ.
func TestGaussianUnboundedBelow(t *testing.T) {
	for s := 0.0; s > -600; s -= 50 {
		if got, want := output.GaussianNLL(3, 3, s), s+0.5*math.Log(2*math.Pi); math.Abs(got-want) > 1e-12*(1+math.Abs(want)) {
			t.Errorf("log σ = %v: %v, want %v", s, got, want)
		}
	}
}

// A mixture of one component is that Gaussian, equal components are one of them, and far
// from all components the loss is finite: nothing underflows on the way.
func TestMixtureLimits(t *testing.T) {
	one := output.Mixture{Logits: []float64{7}, Mu: []float64{1}, LogSigma: []float64{-0.5}}
	twice := output.Mixture{Logits: []float64{-2, 1}, Mu: []float64{1, 1}, LogSigma: []float64{-0.5, -0.5}}
	for _, y := range []float64{-1e4, -3, 1, 2.5, 1e6} {
		want := output.GaussianNLL(y, 1, -0.5)
		for _, m := range []output.Mixture{one, twice} {
			if got := m.NLL(y); math.Abs(got-want) > 1e-12*math.Abs(want) {
				t.Errorf("y = %v: %v, want %v", y, got, want)
			}
		}
	}
}

// The gradient of the mixture is the derivative of its loss, by central differences.
func TestMixtureGradient(t *testing.T) {
	at := []float64{0.4, -0.7, 0.9, -0.4, 0, 1.5, -0.1, 0.7, 0.1}
	split := func(v []float64) output.Mixture {
		return output.Mixture{Logits: v[:3], Mu: v[3:6], LogSigma: v[6:]}
	}
	for _, y := range []float64{-2, 0.3, 1.4} {
		want := fd.Gradient(nil, func(v []float64) float64 { return split(v).NLL(y) }, at, &fd.Settings{Formula: fd.Central, Step: 1e-6})
		g := split(at).Gradient(y)
		for i, w := range want {
			got := append(append(append([]float64{}, g.Logits...), g.Mu...), g.LogSigma...)[i]
			if math.Abs(got-w) > 1e-7 {
				t.Errorf("y = %v: derivative %d is %v, by differences %v", y, i, got, w)
			}
		}
	}
}
