import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import { revokeVersion } from '../../../manifests/approval/revoke-version';
import { createKeys } from '../../../manifests/keys/create-keys';
import { verifyPackage } from '../../../manifests/package/verify-package';
import { type Attack, failed, held, type Observation, open } from '../../attack';
import { toVerifyRequest, verifyInstalled } from '../../range/package-manifest';
import type { Range } from '../../range/range';
import { copySignedPackage, signAnew, type SignedPackage } from '../../range/signed-package';

const fix = 'Update Troupe. Report this as SECURITY.md describes.';
const aisvs = ['10.1.1', '6.1.3'];

type Change = (copy: SignedPackage) => void | Promise<void>;

/** Asks what the gate asks before anything of a package runs. */
async function judge(copy: SignedPackage, laterMs = 0): Promise<Observation> {
	try {
		await verifyPackage({ packageFolder: copy.folder, pinnedTrust: copy.trust, nowMs: Date.now() + laterMs });
		return open('The package is allowed to run.');
	} catch (error) {
		if (isTroupeError(error)) return held(`It is refused: ${error.code}.`);
		throw error;
	}
}

const nothing: Change = () => undefined;

function packageAttack(id: string, [en, pt]: [en: string, pt: string], change: Change, laterMs = 0): Attack {
	const play = async (range: Range, changing: Change, later: number) => {
		const copy = await copySignedPackage(range);
		await changing(copy);
		return judge(copy, later);
	};
	return {
		id: `ASI04.${id}`,
		title: { en: `A package runs although ${en}`, pt: `Um pacote roda embora ${pt}` },
		tries: `A package with real signatures and an approval, of which ${en}.`,
		fix,
		aisvs,
		play: (range) => play(range, change, laterMs),
		control: (range) => play(range, nothing, 0),
	};
}

const manifestOf = ({ folder }: SignedPackage) => join(folder, 'troupe.manifest.jwt');
const replaceToken = (path: string, change: (parts: string[]) => string[]) =>
	writeFileSync(path, change(readFileSync(path, 'utf8').trim().split('.')).join('.'));
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

async function useKeysOfStranger(copy: SignedPackage): Promise<void> {
	rmSync(copy.keys, { recursive: true });
	await createKeys({ into: copy.keys, development: false, nowMs: Date.now() });
	await signAnew(copy);
}

/** Packages that were changed after a person approved them. */
export const packages: Attack[] = [
	packageAttack('01', ['a byte of its code changed', 'um byte do seu código mudou'], ({ folder }) =>
		appendFileSync(join(folder, 'dist/code.js'), ' '),
	),
	packageAttack('02', ['a file was added', 'um arquivo foi acrescentado'], ({ folder }) =>
		writeFileSync(join(folder, 'dist/more.js'), 'evil();'),
	),
	packageAttack('03', ['a file is missing', 'falta um arquivo'], ({ folder }) => rmSync(join(folder, 'dist/other.js'))),
	packageAttack('04', ['a file became a link', 'um arquivo virou um link'], ({ folder }) => {
		renameSync(join(folder, 'dist/code.js'), join(folder, '..', 'code.js'));
		symlinkSync(join(folder, '..', 'code.js'), join(folder, 'dist/code.js'));
	}),
	packageAttack('05', ['two files were swapped', 'dois arquivos foram trocados'], ({ folder }) => {
		renameSync(join(folder, 'dist/code.js'), join(folder, 'dist/swap.js'));
		renameSync(join(folder, 'dist/other.js'), join(folder, 'dist/code.js'));
		renameSync(join(folder, 'dist/swap.js'), join(folder, 'dist/other.js'));
	}),
	packageAttack('06', ['a module was planted in it', 'um módulo foi plantado nele'], ({ folder }) => {
		mkdirSync(join(folder, 'node_modules/left-pad'), { recursive: true });
		writeFileSync(join(folder, 'node_modules/left-pad/package.json'), '{"name":"left-pad","version":"1.0.0"}');
		writeFileSync(join(folder, 'node_modules/left-pad/index.js'), 'evil();');
	}),
	packageAttack('07', ['a stranger signed it', 'um estranho o assinou'], useKeysOfStranger),
	packageAttack(
		'08',
		['its approval is for another version of the files', 'sua aprovação é de outra versão dos arquivos'],
		async (copy) => {
			appendFileSync(join(copy.folder, 'dist/code.js'), ' ');
			await signAnew(copy);
		},
	),
	packageAttack('09', ['its manifest was edited', 'seu manifesto foi editado'], (copy) =>
		replaceToken(manifestOf(copy), ([header, payload, signature]) => [
			header!,
			encode({ ...decode(payload!), unlistedAgents: 'allow' }),
			signature!,
		]),
	),
	packageAttack('10', ['its manifest has no signature', 'seu manifesto não tem assinatura'], (copy) =>
		replaceToken(manifestOf(copy), ([header, payload]) => [encode({ ...decode(header!), alg: 'none' }), payload!, '']),
	),
	packageAttack('11', ['its author revoked it', 'o autor o revogou'], async ({ keys, trust }) => {
		await revokeVersion({ keysFolder: keys, into: trust, package: 'n8n-nodes-verified', version: '1.0.0', nowMs: Date.now(), days: 30 });
	}),
	packageAttack('12', ['all that vouches for it expired', 'tudo o que responde por ele venceu'], nothing, 400 * 86_400_000),
	packageAttack('13', ['nobody approved it', 'ninguém o aprovou'], ({ trust }) =>
		readdirSync(trust, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && entry.parentPath.includes('approvals'))
			.forEach((entry) => rmSync(join(entry.parentPath, entry.name))),
	),
	{
		id: 'ASI04.14',
		title: { en: 'A changed file of Troupe runs on this installation', pt: 'Um arquivo alterado do Troupe roda nesta instalação' },
		tries: 'A copy of the installed package, of which one byte of the command changed, is judged by the trust of this installation.',
		fix: 'Run `troupe manifest verify`, and install an approved version.',
		aisvs,
		play: judgeInstalled,
	},
];

async function judgeInstalled(range: Range): Promise<Observation> {
	const { packageFolder } = range.installation;
	const verified = await verifyInstalled(range).catch(() => undefined);
	if (!verified) return failed('The installed package is not approved as it is: `troupe manifest verify` says why.');
	const copy = range.createFolder();
	const tops = new Set(verified.manifest.files.map(({ path }) => path.split('/')[0]!));
	for (const name of [...tops, 'trust', ...readdirSync(packageFolder).filter((file) => file.endsWith('.jwt') || file.endsWith('.json'))])
		if (existsSync(join(packageFolder, name))) cpSync(join(packageFolder, name), join(copy, name), { recursive: true });
	appendFileSync(join(copy, 'bin/troupe'), '\n');
	try {
		await verifyPackage({ ...toVerifyRequest(range), packageFolder: copy });
		return open('The changed copy is allowed to run.');
	} catch (error) {
		return isTroupeError(error) ? held(`It is refused: ${error.code}.`) : failed(String(error));
	}
}
