import { readTexts } from '../read-texts';

const folder = 'bench/samples/injection/in-documents/texts';
const languages = ['en', 'pt'] as const;

/** Orders within documents, mails, issues and pages, on which the rules are tuned. */
export const attacksInDocuments = languages.flatMap((language) => readTexts(folder, 'attacks', language));

/** Texts of the kinds that rules stopped wrongly: handbooks, issues, mails, requests to models, articles. The rules are tuned on them. */
export const harmlessInDocuments = languages.flatMap((language) => readTexts(folder, 'harmless', language));
