/**
 * `rule`: a rule asks. `no-rule`: none allows the call. `limit`: beyond the allowing rule's limits. `values`: only from foreign texts.
 * `results`: the operator demands it after such texts. `operator`: for the effect. `declined`: a person declined the tool in this run. `agent`:
 * the called agent asks nobody. `guardrail`, `reviewer`: they demand it.
 */
export type AskReason = 'rule' | 'no-rule' | 'limit' | 'values' | 'results' | 'operator' | 'declined' | 'agent' | 'guardrail' | 'reviewer';
