/** What a rule tag says in MITRE's own terms. */
export interface MitreTag {
  /** `TA0003`, `T1136` */
  readonly id: string;
  readonly kind: 'tactic' | 'technique';
  /** `Persistence`; the tag's own words where MITRE's are not known. */
  readonly name: string;
}

/** The names of the tactics of MITRE ATT&CK, Enterprise and Containers. */
const tactics: Readonly<Record<string, string>> = {
  TA0001: 'Initial Access',
  TA0002: 'Execution',
  TA0003: 'Persistence',
  TA0004: 'Privilege Escalation',
  TA0005: 'Defense Evasion',
  TA0006: 'Credential Access',
  TA0007: 'Discovery',
  TA0008: 'Lateral Movement',
  TA0009: 'Collection',
  TA0010: 'Exfiltration',
  TA0011: 'Command and Control',
  TA0040: 'Impact',
  TA0042: 'Resource Development',
  TA0043: 'Reconnaissance',
};

/** Reads a tag such as `MITRE_TA0003_persistence`; null for every other tag. */
export function mitreTag(tag: string): MitreTag | null {
  const [, id, words = ''] = /^MITRE_(TA\d{4}|T\d{4}(?:[._]\d{3})?)(?:_(.*))?$/i.exec(tag) ?? [];
  if (id === undefined) return null;
  const code = id.toUpperCase().replace('_', '.');
  const own = words.replaceAll('_', ' ').trim();
  const name = tactics[code] ?? own.charAt(0).toUpperCase() + own.slice(1);
  return { id: code, kind: code.startsWith('TA') ? 'tactic' : 'technique', name };
}
