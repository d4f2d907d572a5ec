import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { FeelSyntaxError } from '../../feel/syntax';

export interface Place {
	file: string;
	element: string;
	path: string[];
}

export const within = (place: Place, ...path: string[]): Place => ({ ...place, path: [...place.path, ...path] });

const describePlace = ({ file, element, path }: Place): string => [`${file}: ${element}`, ...path].join(', ');

/** @throws TroupeError DECISION_INVALID with the place and the position in the text */
export function compileAt<T>(place: Place, text: string, compile: (text: string) => T): T {
	try {
		return compile(text);
	} catch (error) {
		const isTooDeep = error instanceof RangeError;
		if (!isTooDeep && !(error instanceof FeelSyntaxError)) throw error;
		const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
		throw new TroupeError({
			code: 'DECISION_INVALID',
			message: `${describePlace(place)}: "${shown}" is not FEEL: ${isTooDeep ? 'it is too complex' : getErrorMessage(error)}.`,
			fix: 'Correct the expression.',
			details: { file: place.file, element: place.element, path: place.path },
			cause: error,
		});
	}
}
