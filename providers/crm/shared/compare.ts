export const cnpjCharacters = (value: unknown): string => (typeof value === 'string' ? value.toUpperCase().replace(/[^\dA-Z]/g, '') : '');

export const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

export const present = <Fields extends object>(fields: Fields): { [Name in keyof Fields]: NonNullable<Fields[Name]> } =>
	Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
