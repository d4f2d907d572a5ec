/** What starts the workflow: the events in words, and how many more there are. */
export const subtitle = `={{
	((events) => {
		if (events.length === 0) return 'Every event';
		const words = events.map((event) => event.replace('manifest.', '').replace('.', ' ')).slice(0, 3).join(', ');
		return words[0].toUpperCase() + words.slice(1) + (events.length > 3 ? ' and ' + (events.length - 3) + ' more' : '');
	})($parameter.events ?? [])
}}`;
