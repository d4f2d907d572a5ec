import { readWords, type Words } from '../../../read-words';
import names from './person-names.json';

const list = (words: Words): string[] => readWords(words).split(' ');
const set = (words: Words): ReadonlySet<string> => new Set(list(words));

/** Common first names in Brazil and in English, folded: they make a word in lower case, or after weak labels, a name. */
export const firstNames = set(names.firstNames);

/** Surnames that follow a first name in lower case. */
export const surnames = set(names.surnames);

/** Words at the place of a name that are not one: greetings, roles, departments, nationalities, first words of what follows. Folded. */
export const notNames = set(names.notNames);

/** Endings that make a name that of a company. */
export const companyEndings = set(names.companyEndings);

/** Places that occur where names do, folded. */
export const places = set(names.places);

/** Particles between a name's parts. Lower case. */
export const particles = list(names.particles);
