export * from '../../codemirror-entry.mjs'
