/** Returns whether a contact is about to buy: agents write `hot`, people also `Quente 🔥`. */
export const isHot = (temperature: string | null | undefined): boolean =>
	/(?<!\p{L})(?:hot|quente)(?!\p{L})/iu.test(temperature ?? '') && !/(?<!\p{L})(?:not|não|nao)(?!\p{L})/iu.test(temperature ?? '');
