import type { DocumentChunk } from '../../ports/knowledge/stored-documents';

/** Max length of title and headings, in UTF-16 code units: a model that reads 256 tokens needs most of them for the chunk. */
const maxContext = 160;

/** The chunk below its title and headings. Leaves out a title that is only an id or file name, and headings that the chunk begins with. */
export function composeEmbeddedText(
	{ id, title }: { id: string; title: string },
	{ text, headingPath }: Pick<DocumentChunk, 'text' | 'headingPath'>,
): string {
	const beginning = text.slice(0, 2 * maxContext);
	const titled = title !== id && !id.endsWith(`/${title}`) ? [title] : [];
	const context = [...new Set([...titled, ...headingPath])].filter((part) => part !== '' && !beginning.includes(part));
	return context.length === 0 ? text : `${context.join(' - ').slice(0, maxContext).toWellFormed()}\n\n${text}`;
}
