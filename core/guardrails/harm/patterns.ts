import type { Phrase } from '../injection/phrase';
import { PhraseBook } from '../injection/phrase-book';
import type { HarmKind } from './harm-kinds';
import { HarmVocabulary } from './vocabulary';
import { contempt } from './words/contempt';
import { crimes } from './words/crimes';
import { desire } from './words/desire';
import { despair } from './words/despair';
import { english } from './words/english';
import { idioms } from './words/idioms';
import { illegalActs } from './words/illegal-acts';
import { insults } from './words/insults';
import { lastWords } from './words/last-words';
import { menace } from './words/menace';
import { minorClasses } from './words/minors';
import { portuguese } from './words/portuguese';
import { spanish } from './words/spanish';
import { threats } from './words/threats';
import { topicWords } from './words/topics';

/** Words about a text that lower what is found beside them: who reports, prevents, treats or tells does not do it. English, Portuguese and Spanish. */
const contextClasses = {
	REPORTS: `said says reports reported reporting newspaper headline police court judge sentenced convicted accused trial witness victim documentary historian history museum minister law
		wrote writes user asked whether article study survey research film movie novel paperback thriller episode rated quote quoted
		disse diz dizem jornal manchete policia tribunal juiz condenado condenada acusado acusada julgamento vitima documentario historia museu ministro ministra lei crime
		escreveu usuario perguntou artigo estudo pesquisa filme romance livro classificacao citou noticia noticiario
		dijo dice periodico titular tribunal juez condenado acusado juicio victima documental historia museo ley delito escribio usuario pregunto articulo estudio pelicula novela libro`,
	HELPS: `prevent prevents preventing prevention helpline hotline campaign therapy therapist treatment patient counselling counselor awareness protect protects victims support moderation moderator moderators
		policy guideline report reporting safely dispose alone disposal vet
		prevencao prevenir previne combate combater campanha terapia terapeuta tratamento paciente conscientizacao proteger protecao vitimas apoio moderacao moderador
		denuncia denuncio denunciar denuncias verificar favor ligue sozinho sozinha descarto descartar ficha
		prevencion prevenir campana terapia tratamiento paciente proteger victimas apoyo moderacion denunciar denuncia`,
} as const;

/** A pattern of a kind, or of harmless look-alikes. */
export interface HarmPattern {
	kind: HarmKind | 'harmless';
	phrase: Phrase;
}

export const harmWords = new HarmVocabulary();

/** Classes are known before the patterns that name them. */
const lists = [english, portuguese, spanish, threats, despair, crimes, contempt, insults, menace, desire, lastWords, illegalActs, idioms];
for (const [name, words] of [
	...Object.entries({ ...contextClasses, ...minorClasses }),
	...lists.flatMap(({ classes }) => Object.entries(classes)),
])
	harmWords.addClass(name, words);

export const harmPatterns = new PhraseBook<HarmPattern>();
for (const list of lists) {
	for (const [kind, patterns] of Object.entries(list.patterns) as [HarmKind, (typeof list.patterns)[HarmKind]][])
		for (const [weight, pattern] of patterns ?? []) harmPatterns.add({ kind, phrase: harmWords.parse(weight, pattern) });
	for (const pattern of list.harmless) harmPatterns.add({ kind: 'harmless', phrase: harmWords.parse(0, pattern) });
}

/** Classes of words that texts of a kind are often about. */
export const topicIds = new Map<number, HarmKind>();
for (const [kind, words] of Object.entries(topicWords) as [HarmKind, string][]) {
	const name = `TOPIC${kind.replace('-', '').toUpperCase()}`;
	harmWords.addClass(name, words);
	topicIds.set(harmWords.parse(0, name).steps[0]!.ids[0]!, kind);
}

/** Classes of words that lower what is found in their sentence. */
export const contextIds = {
	reports: harmWords.parse(0, 'REPORTS').steps[0]!.ids[0]!,
	helps: harmWords.parse(0, 'HELPS').steps[0]!.ids[0]!,
};
