import type { DocumentChunk } from '../../ports';

/** Of title and headings together, in UTF-16 code units: a model that reads 256 tokens is to have most of them for the chunk. */
const mostContext = 160;

/**
 * What is made into a chunk's vector: the chunk under its title and headings, as a reader has them in mind. A title that only is the
 * document's id, or its file's name, and what the chunk begins with anyway, say nothing more.
 */
export function embeddedText(
	{ id, title }: { id: string; title: string },
	{ text, headingPath }: Pick<DocumentChunk, 'text' | 'headingPath'>,
): string {
	const beginning = text.slice(0, 2 * mostContext);
	const titled = title !== id && !id.endsWith(`/${title}`) ? [title] : [];
	const context = [...new Set([...titled, ...headingPath])].filter((part) => part !== '' && !beginning.includes(part));
	return context.length === 0 ? text : `${context.join(' - ').slice(0, mostContext).toWellFormed()}\n\n${text}`;
}
