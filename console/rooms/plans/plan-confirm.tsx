import { useState } from 'preact/hooks';
import { Dialog } from '../../parts/dialog';
import { Select } from '../../parts/fields';
import { formatTime } from '../../words/format';
import type { Plan } from './plan';
import { PlanChanges } from './plan-changes';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

export function PlanConfirm({ plan, acts, mayChange }: { plan: Plan; acts: PlanActs; mayChange: boolean }) {
	/** The plan at the click: another one can be read while the dialog is open. */
	const [asked, setAsked] = useState<Asked>();
	const { confirmed, proof, hash } = plan;
	const isNew = hash !== undefined && proof?.passed === true && confirmed?.hash !== hash;
	if (!confirmed && !isNew && !asked) return null;
	return (
		<section class="card" aria-labelledby="confirm">
			<h2 id="confirm">{words('confirm')}</h2>
			{confirmed && (
				<p>
					{words('confirmedBy', confirmed.by, formatTime(confirmed.at))} <code class="plan-hash">{confirmed.hash}</code>
				</p>
			)}
			{isNew && plan.changes && (
				<>
					<h3>{words('sinceConfirmed')}</h3>
					<PlanChanges changes={plan.changes} />
				</>
			)}
			{isNew && mayChange && !isIncomplete(plan) && (
				<p class="actions">
					<button type="button" class="button main" onClick={() => setAsked({ plan, hash })}>
						{words('confirm')}
					</button>
				</p>
			)}
			{asked && (
				<ConfirmDialog
					{...asked}
					isOther={hash !== asked.hash}
					confirm={(body) => acts.perform('confirm', body)}
					close={() => setAsked(undefined)}
				/>
			)}
		</section>
	);
}

/** Something is missing, such as a credential: the steps of the plan name it. */
const isIncomplete = ({ explanation }: Plan): boolean => (explanation?.missing ?? []).length > 0;

interface Asked {
	plan: Plan;
	hash: string;
}

interface ConfirmProps extends Asked {
	isOther: boolean;
	confirm: (body: object) => Promise<void>;
	close: () => void;
}

/** Asks for the engine and a yes to manual steps, and names the confirmed hash. */
export function ConfirmDialog({ plan, hash, isOther, confirm, close }: ConfirmProps) {
	const [engine, setEngine] = useState('embedded');
	const [isAccepted, setAccepted] = useState(false);
	const byHand = plan.explanation?.unsupported ?? [];
	const engines = (['embedded', 'zeebe'] as const).map((value) => ({ value, text: words(value) }));
	return (
		<Dialog
			title={words('confirmTitle')}
			action={words('confirm')}
			isBlocked={isOther || (byHand.length > 0 && !isAccepted)}
			perform={() => confirm({ hash, engine, ...(isAccepted && { acceptsUnsupported: true }) })}
			close={close}
		>
			<p>{words('confirmHelp')}</p>
			{isOther && <p role="alert">{words('confirmOther')}</p>}
			<p>
				<code class="plan-hash">{hash}</code>
			</p>
			<Select label={words('engine')} value={engine} options={engines} onChange={setEngine} />
			{byHand.length > 0 && (
				<>
					<p>{words('unsupported')}:</p>
					<ul>
						{byHand.map((name) => (
							<li key={name}>{name}</li>
						))}
					</ul>
					<label class="check">
						<input type="checkbox" checked={isAccepted} onChange={({ currentTarget }) => setAccepted(currentTarget.checked)} />{' '}
						{words('acceptByHand')}
					</label>
				</>
			)}
		</Dialog>
	);
}
