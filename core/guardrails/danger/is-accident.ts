import { suspectDanger } from './suspect-danger';

/** Returns whether texts tell of a danger, and nothing in them says that somebody wants to die. */
export async function isAccident(words: readonly string[], notes: readonly string[] = []): Promise<boolean> {
	const dangers = await Promise.all([...words, ...notes].map((text) => suspectDanger(text)));
	return !dangers.includes('self-harm') && dangers.slice(0, words.length).includes('danger');
}
