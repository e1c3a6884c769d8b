import { codeArea } from '../core/codes.ts';

/** Why an object is changed, where it is not obvious: `reason` in plan and sync. */
export const CHANGE_REASONS = codeArea('changes', 'Reasons of changes', {
  adopted: {
    means: 'An unmanaged object becomes a managed one.',
    cause: 'It stands where a hunt belongs or has its query, and policy.adopt or policy.adoptSameQuery allows it.',
    remedy: 'Nothing to do.',
  },
  superseded: {
    means: 'The hunt is retired because its own article now carries other hunts.',
    cause: 'The article was classified again, or a person edited the briefing.',
    remedy: 'Nothing to do. If the hunt should stay, put it back into the briefing.',
  },
  expired: {
    means: 'The hunt is retired because the newest article that calls for it is older than policy.retireAfterDays.',
    cause: 'No newer article has called for it.',
    remedy: 'Raise policy.retireAfterDays, or set it to off, to keep it.',
  },
  aged: {
    means: 'The hunt is retired because only feeds called for it, and none has for policy.feedRetireAfterDays.',
    cause: 'Its newest article is that old. Hunts that a briefing of anybody else calls for do not age so.',
    remedy: 'Raise policy.feedRetireAfterDays, or set it to off, to keep it. A new article brings it back.',
  },
  ended: {
    means: 'The hunt is retired because the last of its indicators has come to its end.',
    cause: 'It looks for indicators only, and no article has told of one of them lately.',
    remedy: 'Nothing to do. A new article that lists one of them brings it back.',
  },
  withdrawn: {
    means:
      'The hunt is retired because every source that ever called for it is authoritative and calls for it no more.',
    cause: 'The briefing was deleted, or no longer has the hunt.',
    remedy: 'Restore the briefing to have it back, or set authoritative: false where a missing file means nothing.',
  },
  duplicate: {
    means: 'The object is retired because the hunt has another object already.',
    cause: 'An export was installed beside a sync, or a managed object was cloned.',
    remedy: 'Nothing to do. To keep a clone of your own, remove the marker of huntsync from it.',
  },
  elsewhere: {
    means: 'The hunt is retired because another platform, of the same data and language, has it in use.',
    cause: 'policy.prefer names that platform, so that no hunt runs twice on the same data.',
    remedy: 'Set policy.prefer to both to keep it on both.',
  },
  requested: {
    means: 'The hunt is retired because an operator asked for it.',
    cause: 'Its key is listed in policy.retire.',
    remedy: 'Take the key out of policy.retire to have it back.',
  },
});

/** What a run says of its policy. */
export const POLICY_CODES = codeArea('policy', 'Policy', {
  'adopt-matched-nothing': {
    means: 'An entry of policy.adopt took over nothing, and names nothing that is managed already.',
    cause: 'It is misspelt, the object is gone, or no hunt belongs in its place or has its query.',
    remedy: '`huntsync status --json` lists the unmanaged objects with ids and names. Take out what is done.',
  },
});

/** Why a hunt is not in an export: `reason` of `leftOut`. */
export const LEFT_OUT_REASONS = codeArea('left-out', 'Reasons to leave a hunt out of an export', {
  rejected: {
    means: 'A query of the hunt may not be pushed.',
    cause: 'The checks found an error in it that cannot be repaired.',
    remedy: 'Look up the codes of its problems.',
  },
  policy: {
    means: 'The policy of the configuration takes the hunt out of use.',
    cause:
      'Its key is in policy.retire, or it is out of date: policy.retireAfterDays, policy.feedRetireAfterDays, the end of its indicators.',
    remedy: 'Change the policy if it should be in the export.',
  },
  package: {
    means: 'A sync may write the hunt, but a package may not hold it.',
    cause: 'The rules for packages look at the text alone, and its query looks for what they forbid.',
    remedy: 'Bring this hunt to the platform by a sync, or make it there by hand.',
  },
});
