export const providerNames = ['openai', 'anthropic', 'google', 'ollama'] as const;

export type ProviderName = (typeof providerNames)[number];

/** `provider:model`. */
export const modelNamePattern = `^(${providerNames.join('|')}):.`;
