import type { Resource } from '../../engine';
import type { ContractCase, EngineVersion } from '../contract-case';
import { type ModelPart, processModel } from '../model-builder';
import { type CaseAction, start } from './case-actions';

/** Content of a case: what it deploys and what is done to it. */
type CaseDefinition = ({ parts: ModelPart[] } | { resources: Resource[] }) & { script: CaseAction[]; engines?: EngineVersion[] };

/** Parts of a process, or a function that makes them from its id. */
export type ProcessParts = ModelPart[] | ((id: string) => ModelPart[]);

/** Defines a case. The definition takes its id, for the names that must differ between cases, such as those of messages. */
export function defineCase(id: string, title: string, define: (id: string) => CaseDefinition): ContractCase {
	const { script, engines, ...model } = define(id);
	const resources = 'parts' in model ? [processModel(id, model.parts)] : model.resources;
	return { id, title, resources, script: script.map((action) => withProcess(id, action)), ...(engines && { engines }) };
}

/** Defines a case of one process, which starts only where the script says so. */
export const deployProcess = (id: string, title: string, parts: ProcessParts, ...script: CaseAction[]): ContractCase =>
	defineCase(id, title, () => ({ parts: typeof parts === 'function' ? parts(id) : parts, script }));

/** Defines a case of one process, which starts first: with `start()`, unless the script begins with another start. */
export function playProcess(id: string, title: string, parts: ProcessParts, ...script: CaseAction[]): ContractCase {
	const [first] = script;
	const isStarted = first !== undefined && ('start' in first || 'startAndAwait' in first);
	return deployProcess(id, title, parts, ...(isStarted ? script : [start(), ...script]));
}

function withProcess(id: string, action: CaseAction): ContractCase['script'][number] {
	if ('start' in action) return { start: { processId: id, ...action.start } };
	if ('startAndAwait' in action) return { startAndAwait: { processId: id, ...action.startAndAwait } };
	return action;
}
