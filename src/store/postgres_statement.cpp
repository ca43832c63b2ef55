// Prepared statements and COPY by libpq. Whole numbers go as decimal text (their width is the server's choice), text
// and bytes as they are, in binary; everything comes back as text, bytes in hex.
#include "store/errors.h"
#include "store/postgres_connection.h"

#include <charconv>
#include <stdexcept>

#include <libpq-fe.h>

namespace sunlot::store::postgres {
namespace {

// Object identifiers of built-in types (pg_type.dat); they never change.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kUnknown = 705;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;

bool is_text(Oid type) {
    return type == kText || type == kVarchar || type == kName || type == kUnknown;
}
bool is_number(Oid type) {
    return type == kInt8 || type == kInt4 || type == kInt2 || type == kNumeric;
}

}  // namespace

void require_no_nul(std::string_view text, std::string_view sql) {
    if (text.find('\0') != std::string_view::npos)
        throw DatabaseError("text with a NUL character: " + std::string(sql));
}

void fail(PGconn* connection, const PGresult* answer, std::string_view doing) {
    const char* state = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    const std::string code = state == nullptr ? "" : state;
    const char* message = answer == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(answer);
    const std::string text = std::string(doing) + ": " + message + "[SQLSTATE " + code + "]";
    if (code == "23505") throw UniqueViolation(text);
    if (code.starts_with("23")) throw ConstraintViolation(text);
    if (code == "40001" || code == "40P01" || code == "55P03") throw Conflict(text);
    throw DatabaseError(text);
}

// ── PostgresStatement ─────────────────────────────────────────────────────────────────────────────────────────────

PostgresStatement::PostgresStatement(Link& link, std::string_view sql)
    : link_(link), session_(link.session), name_("s" + std::to_string(++link.statements_made)), sql_(sql) {
    const Answer made(PQprepare(link_.connection, name_.c_str(), sql_.c_str(), 0, nullptr));
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) fail(link_.connection, made.get(), "preparing " + sql_);
    const Answer described(PQdescribePrepared(link_.connection, name_.c_str()));
    if (PQresultStatus(described.get()) != PGRES_COMMAND_OK) fail(link_.connection, described.get(), sql_);
    for (int i = 0; i < PQnparams(described.get()); ++i) parameter_types_.push_back(PQparamtype(described.get(), i));
}

PostgresStatement::~PostgresStatement() {
    reset();
    if (session_ == link_.session && PQtransactionStatus(link_.connection) == PQTRANS_IDLE)
        PQclear(PQexec(link_.connection, ("DEALLOCATE " + name_).c_str()));
}

/// The parameters in the arrays that libpq takes; `digits` keeps what the numbers are written as.
struct PostgresStatement::Arguments {
    std::vector<const char*> values;
    std::vector<int> lengths;
    std::vector<int> formats;
    std::vector<std::string> digits;

    explicit Arguments(std::size_t count) { digits.reserve(count); }

    void add(const Param& param) {
        const auto& held = param.held();
        if (const auto* number = std::get_if<std::int64_t>(&held)) {
            digits.push_back(std::to_string(*number));
            add(digits.back().c_str(), digits.back().size(), 0);
        } else if (const auto* text = std::get_if<std::string_view>(&held)) {
            add(text->empty() ? "" : text->data(), text->size(), 1);
        } else if (const auto* bytes = std::get_if<ByteView>(&held)) {
            add(bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size(), 1);
        } else {
            add(nullptr, 0, 0);
        }
    }
    void add(const char* value, std::size_t size, int format) {
        values.push_back(value);
        lengths.push_back(static_cast<int>(size));
        formats.push_back(format);
    }
};

// Binary text would pass for bytes, and the other way round: say so instead.
void PostgresStatement::check_kind(std::size_t index, const Param& param) const {
    const auto type = parameter_types_[index];
    bool fits = true;
    if (const auto* text = std::get_if<std::string_view>(&param.held())) {
        fits = is_text(type);
        require_no_nul(*text, sql_);
    } else if (std::holds_alternative<ByteView>(param.held())) {
        fits = type == kBytea;
    } else if (std::holds_alternative<std::int64_t>(param.held())) {
        fits = is_number(type);
    }
    if (!fits) throw std::logic_error("parameter $" + std::to_string(index + 1) + " is of the wrong type: " + sql_);
}

void PostgresStatement::start(Params params, Delivery delivery) {
    if (params.size() != parameter_types_.size())
        throw std::logic_error(std::to_string(params.size()) + " parameters given, " +
                               std::to_string(parameter_types_.size()) + " expected: " + sql_);
    Arguments arguments(params.size());
    for (std::size_t i = 0; i < params.size(); ++i) {
        check_kind(i, params[i]);
        arguments.add(params[i]);
    }
    const int count = static_cast<int>(params.size());
    if (delivery == Delivery::streamed) {
        if (PQsendQueryPrepared(link_.connection, name_.c_str(), count, arguments.values.data(),
                                arguments.lengths.data(), arguments.formats.data(), 0) == 0)
            fail(link_.connection, nullptr, sql_);
        PQsetSingleRowMode(link_.connection);
        streaming_ = true;
        return;
    }
    answer_.reset(PQexecPrepared(link_.connection, name_.c_str(), count, arguments.values.data(),
                                 arguments.lengths.data(), arguments.formats.data(), 0));
    const auto status = PQresultStatus(answer_.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(link_.connection, answer_.get(), sql_);
    row_ = -1;
}

bool PostgresStatement::step() {
    decoded_.clear();
    if (streaming_) return step_streamed();
    return ++row_ < PQntuples(answer_.get());
}

bool PostgresStatement::step_streamed() {
    answer_.reset(PQgetResult(link_.connection));
    row_ = 0;
    if (PQresultStatus(answer_.get()) == PGRES_SINGLE_TUPLE) return true;
    // The end is an empty result, then none at all; an error comes the same way.
    const Answer last = std::move(answer_);
    while (PGresult* rest = PQgetResult(link_.connection)) PQclear(rest);
    streaming_ = false;
    if (PQresultStatus(last.get()) != PGRES_TUPLES_OK) fail(link_.connection, last.get(), sql_);
    return false;
}

void PostgresStatement::reset() noexcept {
    if (streaming_) {
        if (PGcancel* cancel = PQgetCancel(link_.connection)) {
            char reason[256];
            PQcancel(cancel, reason, sizeof reason);
            PQfreeCancel(cancel);
        }
        while (PGresult* rest = PQgetResult(link_.connection)) PQclear(rest);
        streaming_ = false;
    }
    answer_.reset();
}

std::uint64_t PostgresStatement::affected() const {
    const std::string_view count = PQcmdTuples(answer_.get());
    std::uint64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

int PostgresStatement::columns() const {
    return PQnfields(answer_.get());
}

std::string PostgresStatement::column_name(int column) const {
    const char* name = PQfname(answer_.get(), column);
    return name == nullptr ? "" : name;
}

void PostgresStatement::require_column(int column) const {
    if (column < 0 || column >= columns()) throw std::logic_error("no column " + std::to_string(column) + ": " + sql_);
}

void PostgresStatement::wrong_type(int column, std::string_view wanted) const {
    throw std::logic_error("column " + column_name(column) + " is not " + std::string(wanted) + ": " + sql_);
}

bool PostgresStatement::is_null(int column) const {
    require_column(column);
    return PQgetisnull(answer_.get(), row_, column) != 0;
}

std::string_view PostgresStatement::raw(int column) const {
    return {PQgetvalue(answer_.get(), row_, column),
            static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
}

std::int64_t PostgresStatement::integer(int column) const {
    const auto type = is_null(column) ? kUnknown : PQftype(answer_.get(), column);
    if (type == kBool) return raw(column) == "t" ? 1 : 0;
    if (!is_number(type)) wrong_type(column, "a whole number");
    const auto digits = raw(column);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size()) wrong_type(column, "a whole number");
    return value;
}

std::string_view PostgresStatement::text(int column) const {
    if (is_null(column) || !is_text(PQftype(answer_.get(), column))) wrong_type(column, "text");
    return raw(column);
}

ByteView PostgresStatement::bytes(int column) const {
    if (is_null(column) || PQftype(answer_.get(), column) != kBytea) wrong_type(column, "bytes");
    const auto shown = raw(column);
    const auto value = shown.starts_with("\\x") ? from_hex(shown.substr(2)) : std::nullopt;
    if (!value) wrong_type(column, "bytes");
    if (decoded_.empty()) decoded_.resize(static_cast<std::size_t>(columns()));
    auto& kept = decoded_[static_cast<std::size_t>(column)];
    kept = *value;
    return kept;
}

Cell PostgresStatement::cell(int column) const {
    if (is_null(column)) return {};
    const auto type = PQftype(answer_.get(), column);
    if (is_number(type) || type == kBool) return integer(column);
    if (type == kBytea) {
        const auto view = bytes(column);
        return Bytes(view.begin(), view.end());
    }
    return std::string(raw(column));
}

// ── PostgresBulk ──────────────────────────────────────────────────────────────────────────────────────────────────

PostgresBulk::PostgresBulk(Link& link, std::string_view table, std::span<const std::string_view> columns)
    : link_(link), columns_(columns.size()) {
    sql_ = "COPY " + std::string(table) + " (";
    for (std::size_t i = 0; i < columns.size(); ++i) sql_ += (i == 0 ? "" : ", ") + std::string(columns[i]);
    sql_ += ") FROM STDIN";
    const Answer answer(PQexec(link_.connection, sql_.c_str()));
    if (PQresultStatus(answer.get()) != PGRES_COPY_IN) fail(link_.connection, answer.get(), sql_);
}

PostgresBulk::~PostgresBulk() {
    if (!open_) return;
    PQputCopyEnd(link_.connection, "given up");
    while (PGresult* rest = PQgetResult(link_.connection)) PQclear(rest);
}

namespace {

void append_copied(std::string& buffer, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '\\':
                buffer += "\\\\";
                break;
            case '\t':
                buffer += "\\t";
                break;
            case '\n':
                buffer += "\\n";
                break;
            case '\r':
                buffer += "\\r";
                break;
            default:
                buffer += c;
        }
    }
}

}  // namespace

void PostgresBulk::add(Params row) {
    if (row.size() != columns_) throw std::logic_error("a row of another width: " + sql_);
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (i > 0) buffer_ += '\t';
        const auto& held = row[i].held();
        if (const auto* number = std::get_if<std::int64_t>(&held)) {
            buffer_ += std::to_string(*number);
        } else if (const auto* text = std::get_if<std::string_view>(&held)) {
            require_no_nul(*text, sql_);
            append_copied(buffer_, *text);
        } else if (const auto* bytes = std::get_if<ByteView>(&held)) {
            buffer_ += "\\\\x" + to_hex(*bytes);
        } else {
            buffer_ += "\\N";
        }
    }
    buffer_ += '\n';
    if (buffer_.size() >= (std::size_t{1} << 16)) flush();
}

void PostgresBulk::flush() {
    if (PQputCopyData(link_.connection, buffer_.data(), static_cast<int>(buffer_.size())) != 1)
        fail(link_.connection, nullptr, sql_);
    buffer_.clear();
}

std::uint64_t PostgresBulk::finish() {
    flush();
    if (PQputCopyEnd(link_.connection, nullptr) != 1) fail(link_.connection, nullptr, sql_);
    open_ = false;
    const Answer answer(PQgetResult(link_.connection));
    while (PGresult* rest = PQgetResult(link_.connection)) PQclear(rest);
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) fail(link_.connection, answer.get(), sql_);
    const std::string_view count = PQcmdTuples(answer.get());
    std::uint64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

}  // namespace sunlot::store::postgres
