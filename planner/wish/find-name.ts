import type { Language } from '../../core/base/text/languages';
import { findGroup } from './find-people';
import { findSystems } from './find-systems';
import { findVerb } from './find-verb';
import { toId } from './names';
import { wishWords } from './words';

const shape =
	/^(?:(?:and|then|also|e|então|também|depois|the|[oa])\s+)*(?:[OA]\s+)?(\p{Lu}\p{Ll}[\p{L}'-]*(?:\s(?:d[aeo]s?\s)?\p{Lu}\p{Ll}[\p{L}'-]*){0,2})(?:\s+(?:then|also|must|should|will|has to|então|também|deve|pode|precisa|vai))?$/u;
/** Begin sentences as a name does. */
const noNames =
	/^(?:every(?:one|body|thing)|no(?:body|thing)|some(?:one|body|thing)|each|both|either|neither|all|yes|no|please|tudo|todos|cada|ambos|quem|isso|isto|sim|não|ninguém)$|(?:tion|ment|ing|ness|ance|ção|mento|agem|dade)$/;

/** Returns the name of a person where it is all that a subject says: `Maria`, `a Ana Silva`. */
export function findName(subject: string, language: Language): string | undefined {
	const name = shape.exec(subject.trim())?.[1];
	if (name === undefined || findSystems(name).length > 0) return undefined;
	const { pronouns, beforeVerbs, beforeNouns, roles, machines, programs } = wishWords[language];
	const first = name.split(' ')[0]!.toLowerCase();
	const isOther = [pronouns, beforeVerbs, beforeNouns, roles, machines, programs, noNames].some((words) => words.test(first));
	return isOther ? undefined : name;
}

/** Returns the first person that an answer names: `up to 500, and Maria approves`, `pela Ana`, `Maria`. */
function findNamed(answer: string, language: Language): string | undefined {
	for (const part of answer.split(/[,;.]|\s(?:and|e|but|mas)\s/)) {
		const piece = part.replace(/^.*(?:(?<!\p{L})(?:by|pel[oa]|por)|\d\S*)\s+/u, '');
		const verb = findVerb(piece, language);
		const name = findName(verb ? piece.slice(0, verb.subjectEnd) : piece, language);
		if (name !== undefined) return name;
	}
	return undefined;
}

/** Returns who an answer names as a task names its group: a person by name before a role. */
export function findWho(answer: string, language: Language): string | undefined {
	const name = findNamed(answer, language);
	return name === undefined ? findGroup(answer, language) : toId(name, 'team');
}
