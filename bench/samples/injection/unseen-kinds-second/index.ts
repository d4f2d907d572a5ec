import { readTexts } from '../read-texts';

const folder = 'bench/samples/injection/unseen-kinds-second/texts';
const languages = ['en', 'pt', 'es', 'de'] as const;

/** A second half that nobody has seen: written, and committed, before the texts and the settings that it measures. Its kinds are absent from the training. */
export const secondUnseenAttacks = languages.flatMap((language) => readTexts(folder, 'attacks', language));

/** Harmless texts in the words of these attacks, mails, tasks for a model, and ordinary messages. */
export const secondUnseenLookAlikes = languages.flatMap((language) => readTexts(folder, 'harmless', language));
