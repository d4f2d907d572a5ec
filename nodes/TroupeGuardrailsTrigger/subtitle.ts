/** What starts the workflow: the kinds of violation in words, and how many more there are. */
export const subtitle = `={{
	((codes) => {
		if (codes.length === 0) return 'Every violation';
		const words = codes.map((code) => code.toLowerCase().replaceAll('_', ' ').replace('json', 'JSON')).slice(0, 2).join(', ');
		return words[0].toUpperCase() + words.slice(1) + (codes.length > 2 ? ' and ' + (codes.length - 2) + ' more' : '');
	})($parameter.codes ?? [])
}}`;
