package output

import "konspekt/compute/stable"

// Mixture is what a mixture density output of k components gives for one example: k
// logits of the weights, k means and k logarithms of standard deviations. The density of
// the answer is
//
//	p(y) = Σ_j softmax(Logits)_j · 𝒩(y; Mu_j, exp(2·LogSigma_j))
type Mixture struct {
	Logits, Mu, LogSigma []float64
}

// joint stores log(softmax(Logits)_j 𝒩(y; …)) of every component in dst.
func (m Mixture) joint(dst []float64, y float64) []float64 {
	if len(m.Mu) != len(m.Logits) || len(m.LogSigma) != len(m.Logits) {
		panic("output: a mixture whose parts differ in length")
	}
	dst = stable.LogSoftmax(dst, m.Logits)
	for j := range dst {
		dst[j] -= GaussianNLL(y, m.Mu[j], m.LogSigma[j])
	}
	return dst
}

// NLL returns −log p(y). It panics if the parts of the mixture are empty or differ in length.
func (m Mixture) NLL(y float64) float64 { return -stable.LogSumExp(m.joint(nil, y)) }

// Responsibilities stores in dst the posterior probability of each component given y,
// and returns it; a nil dst is allocated. It panics where NLL does and if len(dst) ≠ k.
func (m Mixture) Responsibilities(dst []float64, y float64) []float64 {
	dst = m.joint(dst, y)
	return stable.Softmax(dst, dst)
}

// Gradient returns the derivatives of NLL with respect to the three parts, each of length
// k. With the responsibilities r they are
//
//	softmax(Logits)_j − r_j,  r_j (μ_j−y)/σ_j²,  r_j (1 − ((y−μ_j)/σ_j)²)
//
// It panics where NLL does.
func (m Mixture) Gradient(y float64) Mixture {
	r := m.Responsibilities(nil, y)
	g := Mixture{stable.Softmax(nil, m.Logits), make([]float64, len(r)), make([]float64, len(r))}
	for j := range r {
		g.Logits[j] -= r[j]
		dMu, dLogSigma := GaussianGradient(y, m.Mu[j], m.LogSigma[j])
		g.Mu[j], g.LogSigma[j] = r[j]*dMu, r[j]*dLogSigma
	}
	return g
}
