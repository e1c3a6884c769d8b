import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lateFlags } from '../../src/core/engine.ts';

describe('flags of the engine', () => {
  it('are ones that this version knows', () => {
    const flags = lateFlags(process.versions.v8);
    const { status, stderr } = spawnSync(process.execPath, [...flags, '-e', '0'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('differ between versions, and there are none for one that is not known', () => {
    expect(lateFlags('11.3.244.8-node.38')).toEqual(['--interrupt-budget=1000000']);
    expect(lateFlags('13.6.233')).toEqual(lateFlags('12.4.254'));
    expect(lateFlags('99.0.0')).toEqual([]);
    expect(lateFlags('')).toEqual([]);
  });
});
