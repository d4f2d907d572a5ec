export const definitionIdPattern = '^[a-z0-9][a-z0-9-]{0,62}$';
const form = new RegExp(definitionIdPattern);

export const isDefinitionId = (text: string): boolean => form.test(text);
