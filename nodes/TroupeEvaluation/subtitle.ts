/** The operation in words, and what it works on. */
export const subtitle = `={{
	((parameters) => {
		if (parameters.operation === 'score') {
			const comparisons = { assertions: 'assertions', contains: 'contains', equals: 'equals', rubric: 'a judge', similar: 'similar words' };
			return 'Score answers: ' + comparisons[parameters.compareBy];
		}
		const set = { json: 'set in this node', kind: parameters.kind, name: parameters.setName || 'no set yet' }[parameters.setFrom];
		return 'Run ' + set;
	})($parameter)
}}`;
