extension ArchiveReader {
    /// Reads every byte and checks all that can be checked: each member's checksums, that there is nothing between them,
    /// the index anew, and each table's rows against the inventory.
    ///
    /// - Parameter progress: called with the bytes of the file done so far.
    /// - Throws: what is wrong. A file of ours without its index is wrong, even where all members hold.
    package func check(progress: (_ bytesDone: Int) throws -> Void = { _ in }) throws {
        switch form {
        case .plain: try GzipStream(file).read { _, bytesDone in try progress(bytesDone) }
        case .indexLost(let error):
            var done = 0
            let members = try members()
            try unpack(members) { index, _ in
                done += members[index].bytes
                try progress(done)
            }
            throw error
        case .indexed: try checkIndexed(progress)
        }
    }

    private func checkIndexed(_ progress: (Int) throws -> Void) throws {
        // The index was read when the file was opened: it may have changed since.
        guard let (manifest, sections) = try IndexReader(InputFile(path)).read(), sections == self.sections,
            manifest == self.manifest
        else { throw ArchiveError.damaged("\(file.name) changed while it was read") }
        var done = 0
        var sums: [TableName: (rows: Int, digest: ContentDigest)] = [:]
        for section in sections {
            var rows = RowDigester()
            try unpack(section.members) { index, text in
                if section.role == .rows { rows.update(text.bytes) }
                done += section.members[index].bytes
                try progress(done)
            }
            rows.finish()
            if section.role == .rows, let table = section.table {
                var sum = sums[table] ?? (0, .zero)
                sum.rows += rows.rows
                sum.digest.combine(rows.digest)
                sums[table] = sum
            }
        }
        try compare(sums, with: manifest.inventory)
        try progress(file.bytes)
    }

    private func compare(
        _ sums: [TableName: (rows: Int, digest: ContentDigest)], with inventory: Inventory
    ) throws {
        var expected: [TableName: (rows: Int, digest: ContentDigest)] = [:]
        for table in inventory.tables where table.form == .copy {
            var sum = expected[table.name] ?? (0, .zero)
            sum.rows += table.rows
            sum.digest.combine(table.digest)
            expected[table.name] = sum
        }
        for (table, sum) in expected.sorted(by: { $0.key < $1.key }) {
            let found = sums[table] ?? (0, .zero)
            guard found.rows == sum.rows, found.digest == sum.digest else {
                throw ArchiveError.damaged(
                    "\(file.name) holds \(found.rows) rows of table \(table) that are not the \(sum.rows) rows it lists"
                )
            }
        }
    }
}
