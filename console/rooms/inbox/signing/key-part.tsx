import { useRef, useState } from 'preact/hooks';
import { announce } from '../../../parts/announcements';
import { FileField } from '../../../parts/file-field';
import { TextField } from '../../../parts/fields';
import { Status } from '../../../parts/status';
import { type ApproverKey, type KeyProblem, maxKeyBytes, openKey } from './open-key';
import type { Root } from '../../../api/root';
import { judgeKey, type Standing } from './judge-key';
import { signingWords as words } from './signing-words';

interface KeyPartProps {
	root: Root;
	/** Undefined without an approver's key. */
	onKey: (key: ApproverKey | undefined) => void;
}

type Refusal = KeyProblem | Exclude<Standing, 'approver'> | 'tooLarge';
type Found = Refusal | Error | ApproverKey;
/** Only another passphrase can open it; otherwise key and passphrase are dropped. */
const isEncrypted = (found: Found | undefined): boolean => found === 'encrypted' || found === 'wrong-passphrase';
const isKey = (found: Found): found is ApproverKey => typeof found !== 'string' && !(found instanceof Error);

/** Takes an approver's key from a file, or says why not. The key stays in the state of the page. */
export function KeyPart({ root, onKey }: KeyPartProps) {
	const [file, setFile] = useState('');
	const [passphrase, setPassphrase] = useState('');
	const [found, setFound] = useState<Found>();
	const [isBusy, setBusy] = useState(false);
	// A later choice wins.
	const turn = useRef(0);
	const take = async (read: () => Promise<string | undefined>, phrase: string) => {
		const own = ++turn.current;
		setBusy(true);
		onKey(undefined);
		const [now, content] = await open(read, phrase, root);
		if (own !== turn.current) return;
		const mayOpen = isEncrypted(now);
		setFile(mayOpen ? content : '');
		if (!mayOpen) setPassphrase('');
		setFound(now);
		setBusy(false);
		if (isKey(now)) onKey(now);
		announce(tell(now, root));
	};
	const choose = (chosen: File | undefined) => {
		turn.current += 1;
		setPassphrase('');
		setFile('');
		setFound(undefined);
		setBusy(false);
		onKey(undefined);
		if (chosen) void take(async () => (chosen.size > maxKeyBytes ? undefined : chosen.text()), '');
	};
	return (
		<>
			<FileField label={words('key')} help={words('keyHelp')} onChange={([chosen]) => choose(chosen)} />
			{isEncrypted(found) && (
				<form
					onSubmit={(event) => {
						event.preventDefault();
						void take(() => Promise.resolve(file), passphrase);
					}}
				>
					<TextField label={words('passphrase')} type="password" required maxLength={1_000} value={passphrase} onChange={setPassphrase} />
					<p class="actions">
						<button type="submit" class="button" disabled={isBusy}>
							{words('open')}
						</button>
					</p>
				</form>
			)}
			{isBusy ? <p>{words('opening')}</p> : found !== undefined && <Told found={found} root={root} />}
		</>
	);
}

const Told = ({ found, root }: { found: Found; root: Root }) =>
	isKey(found) ? (
		<p>
			<Status tone="good">{words('isApprover')}</Status> {tell(found, root)}
		</p>
	) : (
		<p class="notice warn">{tell(found, root)}</p>
	);

async function open(read: () => Promise<string | undefined>, phrase: string, root: Root): Promise<[found: Found, content: string]> {
	try {
		const content = await read();
		return content === undefined ? ['tooLarge', ''] : [await find(content, phrase, root), content];
	} catch (fault) {
		// For example a removed device, or not enough memory.
		return [fault instanceof Error ? fault : new Error(String(fault)), ''];
	}
}

async function find(content: string, passphrase: string, root: Root): Promise<Found> {
	const opened = await openKey(content, passphrase);
	if (!('key' in opened)) return opened.problem;
	const standing = judgeKey(root, opened.key);
	return standing === 'approver' ? opened.key : standing;
}

function tell(found: Found, { owners = {} }: Root): string {
	if (typeof found === 'string') return words(found);
	if (found instanceof Error) return words('unreadable', words('key'), found.message);
	const owner = owners[found.keyId];
	return owner === undefined ? found.keyId : words('keyOf', found.keyId, owner);
}
