/** The form of the ids of agents, evaluation sets and templates; their schemas have it too. */
const form = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const isDefinitionId = (text: string): boolean => form.test(text);
