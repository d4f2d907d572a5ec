import { resolve } from 'node:path';
import { findPackageFolder } from '../core/base/package-folder';
import { isTroupeError, TroupeError } from '../core/base/errors';
import { troupeHome } from '../core/base/home';
import { readTenant } from '../core/base/tenant';
import { openSigner } from '../cli/terminal/open-signer';
import type { ExitCode } from '../cli/terminal/report-error';
import { replaceFile } from '../cli/terminal/replace-file';
import type { Terminal } from '../cli/terminal/terminal';
import type { VerifyOptions } from '../cli/verify/verify-options';
import type { Attack } from './attack';
import { attacks } from './attacks';
import { playAttacks } from './play-attacks';
import { findPackageManifest, verifyInstalled } from './range/package-manifest';
import { Range } from './range/range';
import { listSettings } from './report/list-settings';
import { signReport } from './report/sign-report';
import { sumUp } from './report/sum-up';
import { toText } from './report/to-text';
import { createReport, type VerifyReport } from './report/verify-report';
import type { Installation } from './range/installation';

/** Plays the attacks on this installation and prints the report. Returns 1 when one of them succeeds or fails to be played, or none could be tried. */
export async function runVerify(options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
	const chosen = chooseAttacks(options.only);
	if (options.list) {
		for (const { id, title } of chosen) terminal.print(`${id}  ${title[options.language]}`);
		return 0;
	}
	const { keys, key } = options;
	const signer = keys === undefined ? undefined : await openSigner({ keys, key }, terminal);
	const report = await play(chosen, options.only === undefined ? null : splitIds(options.only), terminal);
	const text = signer ? await signReport(report, signer) : toText(report, options, terminal);
	if (options.output === undefined) terminal.print(text);
	else {
		replaceFile(options.output, `${text}\n`, 0o600);
		terminal.note(`${sumUp(report, 'en')}. The report is in ${options.output}.`);
	}
	return isSound(report, options.maxNotTried) ? 0 : 1;
}

/** A run that tried nothing, or that broke off, says nothing. */
const isSound = ({ counts: { open, tried, failed, notTried } }: VerifyReport, maxNotTried = Infinity): boolean =>
	open === 0 && tried > 0 && failed === 0 && notTried <= maxNotTried;

async function play(chosen: readonly Attack[], only: string[] | null, terminal: Terminal): Promise<VerifyReport> {
	const { environment, stop } = terminal;
	const installation: Installation = {
		// A copy: the range gives this process other settings.
		environment: { ...environment },
		home: resolve(troupeHome(environment)),
		packageFolder: findPackageFolder(),
		tenant: terminal.tenant ?? readTenant(environment),
	};
	const startedAt = new Date().toISOString();
	const range = await Range.open(installation);
	try {
		await noteMissingRoot(range, terminal);
		const played = await playAttacks(chosen, range, {
			signal: stop,
			onAttack: (attack, index) => showAttack(attack, index, chosen, terminal),
		});
		const { tenant, home } = installation;
		const { policies, leftOut } = range;
		const settings = listSettings(installation.environment);
		return createReport(played, { startedAt, only, tenant, home, package: await findPackageManifest(range), settings, policies, leftOut });
	} finally {
		terminal.showProgress?.('');
		await range.close();
	}
}

/** Without a root, the gate refuses every agent, command and service, so that few attacks can be tried. */
async function noteMissingRoot(range: Range, { note }: Terminal): Promise<void> {
	const error: unknown = await verifyInstalled(range).then(
		() => undefined,
		(fault: unknown) => fault,
	);
	if (isTroupeError(error) && error.code === 'TRUST_ROOT_MISSING')
		note(`Most attacks are not tried, because no root of trust was found. ${error.message}\nfix: ${error.fix}`);
}

/** A terminal that shows no progress line gets a note where a risk begins. */
function showAttack({ id, title }: Attack, index: number, chosen: readonly Attack[], { showProgress, note }: Terminal): void {
	if (showProgress) showProgress(`${index + 1} of ${chosen.length}: ${id} ${title.en}`);
	else if (chosen[index - 1]?.id.slice(0, 5) !== id.slice(0, 5)) note(`${id.slice(0, 5)}: attack ${index + 1} of ${chosen.length}`);
}

const splitIds = (only: readonly string[]): string[] => only.flatMap((text) => text.split(',')).map((id) => id.toUpperCase());

/** In the order of their numbers: 111 after 99. */
const inOrder = attacks.toSorted((one, other) => one.id.localeCompare(other.id, 'en', { numeric: true }));

/** @throws TroupeError INPUT_INVALID for an id that no attack has */
function chooseAttacks(only?: readonly string[]): readonly Attack[] {
	if (only === undefined) return inOrder;
	const ids = splitIds(only);
	const fits = (attack: Attack, id: string) => attack.id === id || attack.id.startsWith(`${id}.`);
	const unknown = ids.find((id) => !attacks.some((attack) => fits(attack, id)));
	if (unknown === undefined) return inOrder.filter((attack) => ids.some((id) => fits(attack, id)));
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `No attack is called ${JSON.stringify(unknown)}; expected a risk such as ASI02, or an attack such as ASI02.03.`,
		fix: 'See `troupe verify --list`.',
	});
}
