// Package chapters is the table of contents of the book.
package chapters

import (
	"embed"

	"konspekt/chapters/s0101stability"
	"konspekt/chapters/s0102conditioning"
	"konspekt/chapters/s0103descent"
	"konspekt/chapters/s0201crossval"
	"konspekt/chapters/s0201estimator"
	"konspekt/chapters/s0202bias"
	"konspekt/chapters/s0203compare"
	"konspekt/chapters/s0203intervals"
	"konspekt/chapters/s0204tradeoff"
	"konspekt/chapters/s0205consistency"
	"konspekt/chapters/s0206likelihood"
	"konspekt/chapters/s0207svm"
	"konspekt/chapters/s0208pca"
	"konspekt/chapters/s0209sgd"
	"konspekt/chapters/s0210regression"
	"konspekt/chapters/s0301crossentropy"
	"konspekt/chapters/s0302bernoulli"
	"konspekt/chapters/s0303softmax"
	"konspekt/chapters/s030401rectifiers"
	"konspekt/chapters/s030402saturation"
	"konspekt/chapters/s0304kinks"
	"konspekt/chapters/s0305backprop"
	"konspekt/content"
	"konspekt/internal/lab"
)

// Source is the source of the sections, for «Как это посчитано».
//
//go:embed */*.go
var Source embed.FS

// Chapter is a chapter and its sections in book order.
type Chapter struct {
	Number, Title string
	Sections      []lab.Section
}

// Book lists the chapters in book order: one line per section.
func Book() []Chapter {
	return []Chapter{
		{"1", "Численные методы", []lab.Section{
			{Number: "1.1", Slug: "s0101stability", Labs: []lab.Experiment{s0101stability.Lab()}},
			{Number: "1.2", Slug: "s0102conditioning", Labs: []lab.Experiment{s0102conditioning.Lab()}},
			{Number: "1.3", Slug: "s0103descent", Labs: []lab.Experiment{s0103descent.Lab()}},
		}},
		{"2", "Основы машинного обучения", []lab.Section{
			{Number: "2.1", Slug: "s0201estimator", Labs: []lab.Experiment{s0201estimator.Lab(), s0201crossval.Lab()}},
			{Number: "2.2", Slug: "s0202bias", Labs: []lab.Experiment{s0202bias.Lab()}},
			{Number: "2.3", Slug: "s0203intervals", Labs: []lab.Experiment{s0203intervals.Lab(), s0203compare.Lab()}},
			{Number: "2.4", Slug: "s0204tradeoff", Labs: []lab.Experiment{s0204tradeoff.Lab()}},
			{Number: "2.5", Slug: "s0205consistency", Labs: []lab.Experiment{s0205consistency.Lab()}},
			{Number: "2.6", Slug: "s0206likelihood", Labs: []lab.Experiment{s0206likelihood.Lab()}},
			{Number: "2.7", Slug: "s0207svm", Labs: []lab.Experiment{s0207svm.Lab()}},
			{Number: "2.8", Slug: "s0208pca", Labs: []lab.Experiment{s0208pca.Lab()}},
			{Number: "2.9", Slug: "s0209sgd", Labs: []lab.Experiment{s0209sgd.Lab()}},
			{Number: "2.10", Slug: "s0210regression", Labs: []lab.Experiment{s0210regression.Lab()}},
		}},
		{"3", "Глубокие сети прямого распространения", []lab.Section{
			{Number: "3.1", Slug: "s0301crossentropy", Labs: []lab.Experiment{s0301crossentropy.Lab()}},
			{Number: "3.2", Slug: "s0302bernoulli", Labs: []lab.Experiment{s0302bernoulli.Lab()}},
			{Number: "3.3", Slug: "s0303softmax", Labs: []lab.Experiment{s0303softmax.Lab()}},
			{Number: "3.4", Slug: "s0304kinks", Labs: []lab.Experiment{s0304kinks.Lab()}},
			{Number: "3.4.1", Slug: "s030401rectifiers", Labs: []lab.Experiment{s030401rectifiers.Lab()}},
			{Number: "3.4.2", Slug: "s030402saturation", Labs: []lab.Experiment{s030402saturation.Lab()}},
			{Number: "3.5", Slug: "s0305backprop", Labs: []lab.Experiment{s0305backprop.Lab()}},
		}},
	}
}

// Pages tells the text which sections there are.
func Pages(book []Chapter) []content.Page {
	var pages []content.Page
	for _, c := range book {
		for _, s := range c.Sections {
			pages = append(pages, content.Page{Number: s.Number, Slug: s.Slug, URL: s.URL()})
		}
	}
	return pages
}
