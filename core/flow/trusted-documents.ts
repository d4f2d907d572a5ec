import type { DocumentLabels } from '../ports/knowledge/passages';
import { othersDoor } from '../ports/knowledge/writers';
import { fitsName } from '../tools/tool-names';

/** True if a document says that others wrote in it. No list of a definition overrides that. */
export const isByOthers = ({ origin, trust }: DocumentLabels = {}): boolean =>
	origin?.startsWith(othersDoor) === true || (trust !== undefined && trust !== 'trusted');

/**
 * True if Troupe got the document in a way that the definition lists. Ignores `source`, which a sender can forge. @param listed origins; `*` stands
 * for any characters
 */
export const isTrustedDocument = (labels: DocumentLabels | undefined, listed: readonly string[] = []): boolean =>
	labels?.origin !== undefined && !isByOthers(labels) && listed.some((pattern) => fitsName(pattern, labels.origin!));
