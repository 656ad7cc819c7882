// Package compute holds the mathematics of the book: each folder is a public package
// of its own, tested against numbers from outside and against the laws that it states.
package compute

import "embed"

// Source is the source of the packages, for «Как это посчитано».
//
//go:embed */*.go
var Source embed.FS
