export const consequences = {
	text: 'Nothing works with this model.',
	'system-role': 'Agents do not keep to their instructions with this model.',
	streaming: 'Chats show the answer only when it is complete. Cancelling saves nothing.',
	usage: 'Tokens are estimated or counted wrong, so costs and budgets are approximate.',
	tools: 'Agents with tools, teams and approvals do not work with this model.',
	'streamed-tools': 'Agents that stream their answers, as in chats, lose tool calls.',
	'parallel-tools': 'Tool calls are made one after another: agents need more rounds.',
	'call-ids': 'Troupe makes up the ids. An endpoint that repeats ids mixes up the results of tools.',
	structured: 'Agents with an output schema and troupe:model with a schema may fail with MODEL_OUTPUT_INVALID.',
	images: 'Images in messages are not read.',
	unicode: 'Texts with accents or symbols may be wrong.',
	length: 'An answer that the limit cut looks complete.',
	cancel: 'Stopped runs may go on to cost tokens at the provider.',
	'bad-key': 'A wrong key is not recognized: runs retry, or fail over, instead of saying that the key is wrong.',
	'unknown-model': "A misspelled model's name is not recognized as such.",
	window:
		'Long conversations lose their beginning, with the instructions, and nobody is told. Give the server a larger window: OLLAMA_CONTEXT_LENGTH of Ollama, -c of llama.cpp, --max-model-len of vLLM.',
	'too-long': 'A conversation that is too long is not recognized: it is not shortened, and the error does not say why.',
} as const;

export type CheckName = keyof typeof consequences;
