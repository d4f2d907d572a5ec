import { readJsonLines } from '../../read-lines';
import type { InjectionSample } from '../sample';

const folder = 'bench/samples/injection/in-documents';

/** Orders within documents, mails, issues and pages, on which the rules are tuned. */
export const attacksInDocuments = readJsonLines<InjectionSample>(`${folder}/attacks.jsonl`);

/** Texts of the kinds that rules stopped wrongly: handbooks, issues, mails, requests to models, articles. The rules are tuned on them. */
export const harmlessInDocuments = readJsonLines<InjectionSample>(`${folder}/harmless.jsonl`);
