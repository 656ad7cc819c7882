package linear

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// MSE returns the mean squared error (1/m)Σ(ŷ_i − y_i)², which is also the
// maximum-likelihood σ² of normal noise around these predictions. Like all functions
// of y and ŷ here it panics if they are empty or of different lengths.
func MSE(y, yhat []float64) float64 {
	sum := 0.0
	for _, r := range residuals(y, yhat) {
		sum += r * r
	}
	return sum / float64(len(y))
}

// MAE returns the mean absolute error (1/m)Σ|ŷ_i − y_i|, which is also the
// maximum-likelihood scale of Laplace noise around these predictions.
func MAE(y, yhat []float64) float64 {
	return floats.Norm(residuals(y, yhat), 1) / float64(len(y))
}

// R2 returns the share of the variance of y that is explained,
// 1 − Σ(y−ŷ)²/Σ(y−ȳ)². It is NaN if y is constant and predicted exactly, −Inf if it
// is constant and not.
func R2(y, yhat []float64) float64 {
	level, total := mean(y), 0.0
	for _, v := range y {
		total += (v - level) * (v - level)
	}
	return 1 - MSE(y, yhat)*float64(len(y))/total
}

// GaussianLogLik returns the log-likelihood of y under independent normal noise of
// standard deviation σ around ŷ (Deep Learning, eq. 5.65), in nats:
//
//	−m log σ − (m/2) log 2π − Σ(ŷ_i − y_i)²/(2σ²).
//
// It panics if σ is not positive.
func GaussianLogLik(y, yhat []float64, sigma float64) float64 {
	checkScale(sigma)
	m := float64(len(y))
	return -m*math.Log(sigma) - m/2*math.Log(2*math.Pi) - m*MSE(y, yhat)/sigma/sigma/2
}

// LaplaceLogLik returns the log-likelihood of y under independent Laplace noise of
// scale s (mean absolute deviation; standard deviation √2·s) around ŷ, in nats:
//
//	−m log 2s − Σ|ŷ_i − y_i|/s.
//
// It panics if s is not positive.
func LaplaceLogLik(y, yhat []float64, scale float64) float64 {
	checkScale(scale)
	m := float64(len(y))
	return -m*math.Log(2*scale) - m*MAE(y, yhat)/scale
}

func checkScale(s float64) {
	if !(s > 0) {
		panic(fmt.Sprintf("linear: noise of scale %v", s))
	}
}

// residuals returns y − ŷ.
func residuals(y, yhat []float64) []float64 {
	if len(y) == 0 || len(y) != len(yhat) {
		panic(fmt.Sprintf("linear: %d targets with %d predictions", len(y), len(yhat)))
	}
	return floats.SubTo(make([]float64, len(y)), y, yhat)
}

// MSEGradient returns the gradient of the mean squared error of the model by its
// parameters, the intercept first:
//
//	∂MSE/∂b = (2/m)Σ(ŷ_i − y_i),  ∂MSE/∂w_j = (2/m)Σ(ŷ_i − y_i)x_ij.
//
// That of −GaussianLogLik is this times m/(2σ²): the same zero for every σ. It
// panics if shapes disagree.
func (m Model) MSEGradient(x mat.Matrix, y []float64) []float64 {
	r := residuals(m.PredictAll(nil, x), y)
	grad := make([]float64, len(m.W)+1)
	for i, e := range r {
		e *= 2 / float64(len(r))
		grad[0] += e
		for j := range m.W {
			grad[j+1] += e * x.At(i, j)
		}
	}
	return grad
}
