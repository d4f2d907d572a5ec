import { useRef, useState } from 'preact/hooks';
import { FileField } from '../../../parts/file-field';
import { type Evidence, maxEvidenceBytes, readEvidence } from './read-evidence';
import { signingWords as words } from './signing-words';

const [maxReports, maxResults] = [1, 8];

interface EvidencePartProps {
	/** Undefined while files load. */
	evidence: Evidence[] | undefined;
	onChange: (evidence: Evidence[] | undefined) => void;
}

export function EvidencePart({ evidence = [], onChange }: EvidencePartProps) {
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
