/** What starts the workflow, in words. */
export const subtitle = `={{
	((events) => {
		if (events.length === 0) return 'Every event';
		const words = { waiting: 'waits for a person', decided: 'person decided', 'timed-out': 'timed out' };
		const text = events.map((event) => words[event]).join(', ');
		return text[0].toUpperCase() + text.slice(1);
	})($parameter.events ?? [])
}}`;
