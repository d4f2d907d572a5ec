import { rule } from '../rule';

export const hiddenMarkup = rule({
	id: 'hidden-markup',
	name: { en: 'hides text from people', pt: 'esconde texto das pessoas' },
	indirect: 1.2,
	shapes: [
		[0.12, /<!--/g, '<!--'],
		[
			0.2,
			/(?:display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}hidden|font-size\s{0,2}:\s{0,2}[01](?:px|pt|em)?\s{0,2}[;"']|opacity\s{0,2}:\s{0,2}0?(?:\.0\d?)?\s{0,2}[;"']|color\s{0,2}:\s{0,2}(?:white|#fff(?:fff)?|transparent|rgba?\(255, ?255, ?255)|text-indent\s{0,2}:\s{0,2}-\d{3,5}|(?:left|top)\s{0,2}:\s{0,2}-\d{4,5}px)/g,
			':',
		],
		[0.15, /(?:^|\n)\[\/\/\]: ?#|\\color\{white\}|<(?:div|span|p|td)[^>]{0,200}\bhidden\b/g, '[//]|{white}|hidden'],
	],
});
