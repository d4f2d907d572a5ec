type Told = { wish: string } | { workflow: object };

/** Reads what was typed for a new plan: a workflow that was copied from the editor of n8n, or a wish in words. */
export function readTold(typed: string): Told {
	const text = typed.trim();
	if (text.startsWith('{') || text.startsWith('['))
		try {
			const value = JSON.parse(text) as unknown;
			const workflow = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
			if (typeof workflow === 'object' && workflow !== null && ('nodes' in workflow || 'workflow' in workflow)) return { workflow };
		} catch {
			// Words can begin with a brace.
		}
	return { wish: typed };
}
