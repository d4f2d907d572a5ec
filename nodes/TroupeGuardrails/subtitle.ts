/** The operation in words; of a check, what is checked. */
export const subtitle = `={{
	((parameters) => ({
		check: { input: 'Check a message', knowledge: 'Check a retrieved text', 'tool-result': 'Check a tool result', 'tool-arguments': 'Check tool arguments', system: 'Check a system message' }[parameters.stage] ?? 'Check a text',
		checkReply: 'Check a reply',
		mask: 'Mask personal data',
		restore: 'Restore personal data',
	})[parameters.operation])($parameter)
}}`;
