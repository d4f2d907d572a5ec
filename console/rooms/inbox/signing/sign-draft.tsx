import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';
import { session } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { Command, quote } from '../../../parts/command';
import { Fault } from '../../../parts/fault';
import { TextField } from '../../../parts/fields';
import { FileField } from '../../../parts/file-field';
import { Skeleton } from '../../../parts/skeleton';
import { Status } from '../../../parts/status';
import type { ItemProps } from '../item-props';
import { type Approval, signApproval, writeApproval } from './approval';
import { checkDraft, type CheckedDraft } from './check-draft';
import { KeyPart } from './key-part';
import { type ApproverKey, canSign } from './open-key';
import type { Evidence } from './read-evidence';
import { readRoot, type Root } from '../../../api/root';
import { maxEvidenceBytes, readEvidence } from './read-evidence';
import { signingWords as words } from './signing-words';

const maxReports = 1;
const maxResults = 8;

interface EvidencePartProps {
	/** Undefined while files load. */
	evidence: Evidence[] | undefined;
	onChange: (evidence: Evidence[] | undefined) => void;
}

function EvidencePart({ evidence = [], onChange }: EvidencePartProps) {
	const [wrong, setWrong] = useState<string[]>([]);
	// A later choice of files wins.
	const turn = useRef(0);
	const take = async (files: File[]) => {
		const own = ++turn.current;
		setWrong([]);
		onChange(undefined);
		const read = await Promise.all(files.map(readOne));
		if (own !== turn.current) return;
		const known = read.flatMap((one) => (typeof one === 'string' ? [] : one));
		const isTooMany = countOf(known, 'report') > maxReports || countOf(known, 'evaluation') > maxResults;
		const others = read.filter((one) => typeof one === 'string');
		setWrong(isTooMany ? [...others, words('tooMany')] : others);
		onChange(isTooMany ? [] : known);
	};
	return (
		<>
			<FileField label={words('evidence')} help={words('evidenceHelp')} isMultiple onChange={(files) => void take(files)} />
			<div role="alert">
				{wrong.map((text) => (
					<p key={text}>{text}</p>
				))}
			</div>
			<ul class="plain">
				{evidence.map(({ kind, sha256, told, file }) => (
					<li key={sha256}>
						{words(kind)}: {told} <span class="quiet">{file}</span> <code>{sha256.slice(0, 16)}</code>
					</li>
				))}
			</ul>
		</>
	);
}

const countOf = (evidence: Evidence[], kind: Evidence['kind']): number => evidence.filter((one) => one.kind === kind).length;

async function readOne(file: File): Promise<Evidence | string> {
	try {
		const read = file.size > maxEvidenceBytes ? undefined : await readEvidence(file.name, await file.text());
		return read ?? words('notEvidence', file.name);
	} catch (fault) {
		// For example a file of a removed device.
		return words('unreadable', file.name, fault instanceof Error ? fault.message : String(fault));
	}
}

export interface SignableDraft {
	sha256: string;
	kind: string;
	name: string;
	version: string;
	revision: number;
	token: string;
	keyId: string;
	approvals: Array<{ keyId: string; notCounted?: string }>;
	threshold: number;
}

type SignDraftProps = { draft: SignableDraft } & Pick<ItemProps, 'settle'>;

export function SignDraft({ draft, settle }: SignDraftProps) {
	const { kind, name, version, sha256, token, keyId } = draft;
	const { data, problem } = useQuery(
		sha256,
		canSign()
			? async (signal) => {
					const root = await readRoot(signal);
					return { root, checked: await checkDraft(token, sha256, keyId, root) };
				}
			: undefined,
	);
	return (
		<section aria-labelledby="approve-draft">
			<h2 id="approve-draft">{words('title')}</h2>
			{!canSign() ? (
				<p class="notice warn">{words('no-crypto')}</p>
			) : data ? (
				<Signing draft={draft} settle={settle} {...data} />
			) : problem ? (
				<Fault problem={problem} />
			) : (
				<Skeleton rows={3} />
			)}
			<details open={!canSign()}>
				<summary>{words('byCommand')}</summary>
				<p>{words('byCommandLead')}</p>
				<Command text={`troupe manifest approve ${quote(`${kind}:${name}@${version}`)} --as FOLDER`} />
			</details>
		</section>
	);
}

function Signing({ draft, settle, root, checked }: SignDraftProps & { root: Root; checked: CheckedDraft }) {
	const [key, setKey] = useState<ApproverKey>();
	const [evidence, setEvidence] = useState<Evidence[] | undefined>([]);
	const [name, setName] = useState(session.value!.name);
	const [fault, setFault] = useState<Problem>();
	const [isBusy, setBusy] = useState(false);
	const owner = key && root.owners?.[key.keyId];
	const approval = useApproval(draft, key, owner ?? name, evidence);
	const isSigned = countedOf(draft).some((one) => one.keyId === key?.keyId);
	if (checked.problem) return <p class="notice warn">{words(checked.problem)}</p>;
	const sign = async () => {
		setBusy(true);
		setFault(undefined);
		const { sha256, revision } = draft;
		try {
			const token = await signApproval(approval!, key!);
			const body = { token, revision, ...(evidence!.length > 0 && { evidence: evidence!.map((one) => one.token) }) };
			await settle(() => call(`POST manifests/${sha256}/approvals`, { body }), sayDone(draft));
		} catch (refusal) {
			setFault(toProblem(refusal));
		} finally {
			setBusy(false);
		}
	};
	return (
		<>
			<p>{words('lead')}</p>
			<details>
				<summary>{words('draft')}</summary>
				<p>
					<Status tone="good">{words('isWhole')}</Status> {words('draftHolds')}
				</p>
				<pre>{checked.text}</pre>
			</details>
			<KeyPart root={root} onKey={setKey} />
			{key && owner === undefined && (
				<TextField label={words('name')} help={words('nameHelp')} required maxLength={200} value={name} onChange={setName} />
			)}
			<EvidencePart evidence={evidence} onChange={setEvidence} />
			{isSigned && (
				<p>
					<Status tone="good">{words('signed')}</Status>
				</p>
			)}
			{approval && !isSigned && (
				<>
					<h3>{words('what')}</h3>
					<pre>{approval.payload}</pre>
					<p>
						{words('hash')}: <code>{approval.hash}</code>
					</p>
				</>
			)}
			{fault && <Fault problem={fault} />}
			<p class="actions">
				<button type="button" class="button main" disabled={!approval || isSigned || isBusy} onClick={() => void sign()}>
					{words('sign')}
				</button>
			</p>
		</>
	);
}

/** Writes the approval once complete: people read it before signing. */
function useApproval(
	draft: SignableDraft,
	key: ApproverKey | undefined,
	approver: string,
	evidence: Evidence[] | undefined,
): Approval | undefined {
	const [written, setWritten] = useState<{ of: Evidence[]; approval: Approval }>();
	useEffect(() => {
		setWritten(undefined);
		if (!key || !evidence || approver.trim() === '') return;
		let isOver = false;
		void writeApproval({ draft, approver: approver.trim(), keyId: key.keyId, evidence }, Date.now()).then(
			(approval) => isOver || setWritten({ of: evidence, approval }),
		);
		return () => void (isOver = true);
	}, [draft.sha256, key, approver, evidence]);
	return written?.of === evidence ? written?.approval : undefined;
}

/** Approvals of a key outside the root do not count: it may sign again later. */
export const countedOf = ({ approvals }: Pick<SignableDraft, 'approvals'>) =>
	approvals.filter(({ notCounted }) => notCounted === undefined);

function sayDone(draft: SignableDraft): string {
	const missing = draft.threshold - countedOf(draft).length - 1;
	return missing > 0 ? words('signedOne', missing) : words('approved');
}
