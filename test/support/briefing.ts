/** A small briefing with one hunt. */
export function briefing(title: string, hunt: string, spl: string): string {
  return `# [HIGH] ${title}

**Source:** Made up
**Published:** 2026-05-01
**Article:** https://intel.example/one

## Threat Profile

Text.

## Indicators of Compromise (high-fidelity only)

- _No high-fidelity IOCs in the RSS summary._

## MITRE ATT&CK Techniques

- **T1059.001** — PowerShell

## Kill chain phases observed

_(none detected from narrative keywords)_

## Recommended hunts

### ${hunt}

\`UC_3_1\` · phase: **exploit** · confidence: **High**

**Splunk SPL (CIM):**
\`\`\`spl
${spl}
\`\`\`

## Why this matters

Text.
`;
}
