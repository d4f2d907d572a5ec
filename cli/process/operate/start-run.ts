import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { Variables } from '../../../engine-adapter/engine/variables';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { readText, searchItems } from './search';
import { withGatedOperator, type OperateParts } from './with-operator';
import type { Operator } from './operator';

export interface StartOptions extends OperatorOptions {
	variables: Variables;
	/** Default: the latest. */
	processVersion?: number;
}

/** @throws TroupeError PROCESS_NOT_FOUND */
export function runProcessStart(processId: string, options: StartOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const { variables, processVersion, json } = options;
	return withGatedOperator(
		'process start',
		options,
		terminal,
		async (operator) => {
			const starting = operator.engine.start({ processId, variables, version: processVersion });
			const { instanceKey, version } = await starting.catch(async (error: unknown) => {
				throw (await findVersions(operator, terminal, processId, error)) ?? error;
			});
			if (json) return terminal.print(JSON.stringify({ instanceKey, processId, version }));
			terminal.print(`Instance ${instanceKey} of ${processId} version ${version} is started.`);
			terminal.note(`Follow it with \`troupe process show ${instanceKey}${nameEngine(options)}\`.`);
		},
		parts,
	);
}

/** Returns the options that name the same engine again. */
const nameEngine = ({ engine, address }: OperatorOptions): string =>
	engine === 'embedded' ? '' : ` --engine ${engine}${engine === 'zeebe' ? ` --address ${address}` : ''}`;

/** Describes the present versions instead of a missing one, if the engine answers. */
async function findVersions(operator: Operator, terminal: Terminal, processId: string, cause: unknown): Promise<TroupeError | undefined> {
	if (!isTroupeError(cause) || cause.code !== 'PROCESS_NOT_FOUND') return undefined;
	const search = { subject: 'Searching versions', what: 'process-definitions', filter: { processDefinitionId: processId }, limit: 20 };
	const latest = await searchItems(operator, terminal, { ...search, sort: [{ field: 'version', order: 'DESC' }] }).catch(() => []);
	if (latest.length === 0) return undefined;
	const versions = latest.map((item) => readText(item, 'version')).toReversed();
	return new TroupeError({
		code: cause.code,
		message: `${cause.message.replace(/\.$/, '')}, but in ${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')}.`,
		fix: 'Name one of these with --process-version, or leave it out for the latest.',
		details: cause.details,
		cause,
	});
}
