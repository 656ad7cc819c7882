package markdown

// FrontMatter reads the front matter alone, without rendering the text.
func FrontMatter(src []byte) (Meta, error) {
	meta, _, problems := frontMatter(src)
	if len(problems) > 0 {
		return meta, problems
	}
	return meta, nil
}
