// Package autodiff differentiates computations, not formulas: a computation is recorded
// step by step on a tape, and the chain rule is applied to the record. In reverse mode,
// which is back-propagation, one sweep from the result back to the inputs gives the
// derivatives of one result with respect to all inputs; in forward mode one sweep with
// the computation gives the derivatives of all results along one direction.
//
// It follows Goodfellow, Bengio, Courville, Deep Learning, §6.5. Reverse mode is due to
// Linnainmaa, Taylor expansion of the accumulated rounding error, BIT 16 (1976),
// doi:10.1007/BF01931367, its use in networks to Rumelhart, Hinton, Williams, Learning
// representations by back-propagating errors, Nature 323 (1986), doi:10.1038/323533a0;
// what it costs is treated in Griewank, Walther, Evaluating Derivatives (2nd ed., 2008),
// doi:10.1137/1.9780898717761.
//
// Tape records scalars (op.go: each operation beside its derivatives), Tensors records
// n-dimensional arrays (layers.go: likewise). Both count the operations that they do.
// Differences is the independent check by central differences.
package autodiff
