import { useState } from 'preact/hooks';
import { FileField } from '../../../parts/file-field';
import { type Evidence, maxEvidenceBytes, readEvidence } from './read-evidence';
import { signingWords as words } from './signing-words';

const [maxReports, maxResults] = [1, 8];

/** Takes the signed documents that an approval rests on. The service verifies them. */
export function EvidencePart({ evidence, onChange }: { evidence: Evidence[]; onChange: (evidence: Evidence[]) => void }) {
	const [wrong, setWrong] = useState<string[]>([]);
	const take = async (files: File[]) => {
		const read = await Promise.all(
			files.map(async (file) => (file.size > maxEvidenceBytes ? undefined : readEvidence(file.name, await file.text()))),
		);
		const known = read.flatMap((one) => one ?? []);
		const isTooMany = countOf(known, 'report') > maxReports || countOf(known, 'evaluation') > maxResults;
		const others = files.filter((_, index) => !read[index]).map(({ name }) => words('notEvidence', name));
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
