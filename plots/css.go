package plots

// StandaloneCSS is the style of a figure that travels without the page: the content of its
// only style element, the same for every figure, so that a server can allow it by its
// hash. It is a palette for light and dark and the rules of static/css/figure.css.
const StandaloneCSS = palettes + rules

const palettes = "" +
	`:root{--c1:#0069a8;--c2:#b84a00;--c3:#007a5a;--c4:#a8447f;--c5:#8a5a00;--c6:#1f76ab;--c7:#6e6400;--c8:#565656;--ink:#1f1e1b;--muted:#66625a;--accent:#a3123a;--grid:#e6e2d7;--paper:#fcfbf7}` +
	`@media(prefers-color-scheme:dark){:root{--c1:#5aaee6;--c2:#f58a4b;--c3:#35c79c;--c4:#e69ac4;--c5:#f0b440;--c6:#9bd3f5;--c7:#e8dd55;--c8:#b4b4b4;--ink:#e9e6dd;--muted:#a8a397;--accent:#ff8fa3;--grid:#33322e;--paper:#191917;--fig-invert:invert(1)}}` +
	`svg{background:var(--paper)}`

// rules give the classes their look. They are the first part of static/css/figure.css.
const rules = "" +
	`.fig{display:block;width:100%;height:auto;overflow:visible;font-family:var(--fig-font,"Golos Text","Liberation Sans",Arial,sans-serif);font-variant-numeric:tabular-nums;stroke-linecap:round;stroke-linejoin:round}` +
	`.fig .s-c1{fill:none;stroke:var(--c1)}` +
	`.fig .s-c2{fill:none;stroke:var(--c2)}` +
	`.fig .s-c3{fill:none;stroke:var(--c3)}` +
	`.fig .s-c4{fill:none;stroke:var(--c4)}` +
	`.fig .s-c5{fill:none;stroke:var(--c5)}` +
	`.fig .s-c6{fill:none;stroke:var(--c6)}` +
	`.fig .s-c7{fill:none;stroke:var(--c7)}` +
	`.fig .s-c8{fill:none;stroke:var(--c8)}` +
	`.fig .s-ink{fill:none;stroke:var(--ink)}` +
	`.fig .s-muted{fill:none;stroke:var(--muted)}` +
	`.fig .s-accent{fill:none;stroke:var(--accent)}` +
	`.fig .s-grid{fill:none;stroke:var(--grid)}` +
	`.fig .s-paper{fill:none;stroke:var(--paper)}` +
	`.fig .f-c1{fill:var(--c1);stroke:none}` +
	`.fig .f-c2{fill:var(--c2);stroke:none}` +
	`.fig .f-c3{fill:var(--c3);stroke:none}` +
	`.fig .f-c4{fill:var(--c4);stroke:none}` +
	`.fig .f-c5{fill:var(--c5);stroke:none}` +
	`.fig .f-c6{fill:var(--c6);stroke:none}` +
	`.fig .f-c7{fill:var(--c7);stroke:none}` +
	`.fig .f-c8{fill:var(--c8);stroke:none}` +
	`.fig .f-ink{fill:var(--ink);stroke:none}` +
	`.fig .f-muted{fill:var(--muted);stroke:none}` +
	`.fig .f-accent{fill:var(--accent);stroke:none}` +
	`.fig .f-grid{fill:var(--grid);stroke:none}` +
	`.fig .f-paper{fill:var(--paper);stroke:none}` +
	`.fig .w-10{stroke-width:1}` +
	`.fig .w-12{stroke-width:1.2}` +
	`.fig .w-16{stroke-width:1.6}` +
	`.fig .w-20{stroke-width:2}` +
	`.fig .w-25{stroke-width:2.5}` +
	`.fig .w-30{stroke-width:3}` +
	`.fig .w-32{stroke-width:3.2}` +
	`.fig .w-35{stroke-width:3.5}` +
	`.fig .w-40{stroke-width:4}` +
	`.fig .w-50{stroke-width:5}` +
	`.fig .w-60{stroke-width:6}` +
	`.fig .w-70{stroke-width:7}` +
	`.fig .w-80{stroke-width:8}` +
	`.fig .w-90{stroke-width:9}` +
	`.fig .w-100{stroke-width:10}` +
	`.fig .w-120{stroke-width:12}` +
	`.fig .d-1{stroke-dasharray:6 5}` +
	`.fig .d-2{stroke-dasharray:.1 4.5}` +
	`.fig .d-3{stroke-dasharray:8 5 .1 5}` +
	`.fig .k-s{stroke-linecap:square}` +
	`.fig .t-s{text-anchor:start}` +
	`.fig .t-m{text-anchor:middle}` +
	`.fig .t-e{text-anchor:end}` +
	`.fig .t-h{paint-order:stroke;stroke:var(--paper);stroke-width:3.2}` +
	`.fig .raster{image-rendering:pixelated}` +
	`.fig .digit{image-rendering:pixelated;filter:var(--fig-invert,none)}` +
	`.fig .hit{fill:none;stroke:transparent;stroke-width:14}`
