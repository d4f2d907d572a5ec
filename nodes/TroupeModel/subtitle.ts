/** The operation in words, and the model. n8n gives an expression the value of a resource locator, not the locator. */
export const subtitle = `={{
	((parameters) => {
		const operation = { chat: 'Chat', embed: 'Embed', estimate: 'Estimate cost', list: 'List models', structured: 'Structured output' };
		const providers = { anthropic: 'Anthropic', google: 'Google', ollama: 'Ollama', openai: 'OpenAI-compatible' };
		const provider = parameters.source === 'connected' ? 'connected model' : providers[parameters.source] ?? parameters.source;
		const model = parameters.source === 'connected' || parameters.operation === 'list' ? provider : parameters.model || provider;
		return operation[parameters.operation] + ': ' + model;
	})($parameter)
}}`;
